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
mount -a
