#!/bin/bash
set -euo pipefail
# if apt
apt-get update
# if dnf_nginx
dnf install -y nginx
# if apt_nginx
apt-get install -y nginx
# if nginx
systemctl enable --now nginx
# if dnf_apache
dnf install -y httpd
# if dnf_apache
systemctl enable --now httpd
# if apt_apache
apt-get install -y apache2
# if apt_apache
systemctl enable --now apache2
# if dnf_docker
dnf install -y docker
# if apt_docker
apt-get install -y docker.io
# if docker
systemctl enable --now docker
# if dnf_docker
usermod -aG docker ec2-user
# if dnf_node
dnf install -y nodejs
# if apt_node
apt-get install -y nodejs npm
# if apt_ssm
apt-get install -y curl
# if apt_ssm
curl -fsSLo /tmp/agent.deb "https://s3.amazonaws.com/ec2-downloads-windows/SSMAgent/latest/debian_$(dpkg --print-architecture)/amazon-ssm-agent.deb"
# if apt_ssm
dpkg -i /tmp/agent.deb
# if apt_ssm
systemctl enable --now amazon-ssm-agent
# if dnf_efs
dnf install -y amazon-efs-utils
# if apt_efs
apt-get install -y nfs-common
# if efs
mkdir -p /mnt/efs
# if dnf_efs
echo "${aws_efs_file_system.files.id}:/ /mnt/efs efs _netdev,tls 0 0" >> /etc/fstab
# if apt_efs
echo "${aws_efs_file_system.files.dns_name}:/ /mnt/efs nfs4 nfsvers=4.1,hard,timeo=600,retrans=2,_netdev 0 0" >> /etc/fstab
# if efs
# The name of the file system resolves only some time after its mount targets exist.
# if efs
for attempt in $(seq 60); do
# if efs
  mount -a && break
# if efs
  sleep 5
# if efs
done
# if efs
mountpoint -q /mnt/efs
