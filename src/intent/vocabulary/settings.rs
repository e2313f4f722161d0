//! Defines the phrases for settings of services.

use super::{Entry, Meaning, Rule};
use crate::intent::service::{Service, Service::*};

/// Creates a setting of an adjacent service.
const fn setting(of: &'static [Service], key: &'static str, value: &'static str) -> Rule {
    Rule {
        of,
        key,
        value,
        applies_anywhere: false,
    }
}

/// Creates a setting that only one service can have, wherever it is.
const fn anywhere(of: &'static [Service], key: &'static str, value: &'static str) -> Rule {
    Rule {
        of,
        key,
        value,
        applies_anywhere: true,
    }
}

macro_rules! set {
    ($($rule:expr),+ $(,)?) => { Meaning::Set(&[$($rule),+]) };
}

const NET: &[Service] = &[Network];
const PORTED: &[Service] = &[Group, Server];
const KEPT: &[Service] = &[
    Bucket, Database, Table, Queue, Topic, Files, Cache, Secret, Registry, Logs, Server,
];
const KEYED: &[Service] = &[Bucket, Table, Topic, Secret, Registry];

/// Phrases for all settings.
pub(super) const SETTINGS: &[Entry] = &[
    // Networks
    ("# public subnet", set!(anywhere(NET, "public", "$1"))),
    ("# private subnet", set!(anywhere(NET, "private", "$1"))),
    ("public subnet", set!(anywhere(NET, "public", "some"))),
    ("private subnet", set!(anywhere(NET, "private", "some"))),
    ("public subnets", set!(anywhere(NET, "public", "many"))),
    (
        "subnets",
        set!(
            anywhere(NET, "public", "many"),
            anywhere(NET, "private", "many")
        ),
    ),
    ("private subnets", set!(anywhere(NET, "private", "many"))),
    (
        "# public and # private subnet|# public # private subnet|# public subnet and # private subnet|# public subnet # private subnet|# public subnet with # private subnet",
        set!(
            anywhere(NET, "public", "$1"),
            anywhere(NET, "private", "$2")
        ),
    ),
    (
        "# private and # public subnet|# private # public subnet|# private subnet and # public subnet",
        set!(
            anywhere(NET, "private", "$1"),
            anywhere(NET, "public", "$2")
        ),
    ),
    (
        "public and private subnets|private and public subnets|public private subnets|public and private subnetting",
        set!(
            anywhere(NET, "public", "many"),
            anywhere(NET, "private", "many")
        ),
    ),
    (
        "public and private subnet|private and public subnet|public subnet and private subnet",
        set!(
            anywhere(NET, "public", "some"),
            anywhere(NET, "private", "some")
        ),
    ),
    (
        "in public subnet|in its public subnet|on public subnet|in public subnets|inside public subnet|into public subnet|within public subnet",
        set!(
            setting(&[Server, Balancer, Scaling], "place", "public"),
            setting(&[Server], "subnet", "true")
        ),
    ),
    (
        "in private subnet|in private subnets|inside private subnet|on private subnet|into private subnet|within private subnet|in its private subnet|within private subnets",
        set!(setting(
            &[
                Server, Database, Cache, Scaling, Containers, Kubernetes, Files
            ],
            "place",
            "private"
        )),
    ),
    (
        "in default vpc|inside default vpc|default vpc|using default vpc",
        set!(setting(
            &[Server, Database, Cache, Group, Files],
            "network",
            "default"
        )),
    ),
    (
        "nat gateway|nat|nat gw|nat gateways|single nat gateway|one nat gateway|shared nat gateway|single nat|managed nat gateway",
        set!(anywhere(NET, "nat", "1")),
    ),
    ("# nat gateway|# nat", set!(anywhere(NET, "nat", "$1"))),
    (
        "nat gateway per az|nat gateway in each az|one nat gateway per az|nat gateway per availability zone|nat gateway in each availability zone|one nat per az|nat gateway for each az",
        set!(anywhere(NET, "nat", "zones")),
    ),
    (
        "no nat|without nat|without nat gateway|no nat gateway",
        set!(anywhere(NET, "nat", "0")),
    ),
    (
        "internet gateway|igw|route table|routing|routes|routing table|public route table|private route table|internet access|internet connectivity",
        set!(anywhere(NET, "routes", "true")),
    ),
    (
        "dns support|dns hostnames|dns enabled|dns resolution|dns support and hostnames|dns",
        set!(setting(NET, "dns", "true")),
    ),
    (
        "@cidr|cidr @cidr|cidr block @cidr|cidr range @cidr|ip range @cidr|range @cidr|address space @cidr|cidr of @cidr|cidr block of @cidr",
        set!(setting(NET, "cidr", "$1")),
    ),
    (
        "across # az|over # az|# az|# availability zone|across # availability zone|over # availability zone|spanning # az|in # az|spread across # az|in # availability zone|spanning # availability zone|spread over # az|across # zone|spread across # availability zone",
        set!(anywhere(&[Network, Scaling], "zones", "$1")),
    ),
    // Servers
    (
        "nginx|nginx reverse proxy",
        set!(setting(&[Server, Scaling, Containers], "app", "nginx")),
    ),
    (
        "apache|httpd|apache2|apache httpd",
        set!(setting(&[Server, Scaling, Containers], "app", "apache")),
    ),
    (
        "docker|docker engine|docker runtime|docker ce",
        set!(setting(&[Server, Scaling], "docker", "true")),
    ),
    (
        "node|nodejs|node.js|node js",
        set!(
            setting(&[Server, Scaling], "node", "true"),
            setting(&[Function], "runtime", "node")
        ),
    ),
    (
        "ubuntu|ubuntu linux|ubuntu 24.04|ubuntu 22.04|ubuntu 22.04 lts|ubuntu 24.04 lts|debian|debian 12",
        set!(setting(&[Server, Scaling], "os", "apt")),
    ),
    (
        "amazon linux|amazon linux 2023|al2023|linux",
        set!(setting(&[Server, Scaling], "os", "dnf")),
    ),
    (
        "@size|instance type @size|type @size|size @size|instance size @size|machine type @size",
        set!(setting(
            &[Server, Scaling, Kubernetes, Database],
            "size",
            "$1"
        )),
    ),
    (
        "# gb disk|# gb gp3 root disk|# gb gp3 disk|# gb gp3 ebs volume|root disk of # gb|# gb of root volume|# gb encrypted disk|# gb encrypted root disk|# gb root volume|# gb root disk|# gb ebs|# gb ebs volume|# gb volume|# gb gp3 volume|# gb gp3|# gb of disk|# gb disk space|# gb root|# gb ssd|# gb of disk space|# gb encrypted root volume|root volume of # gb|# gb encrypted volume|# gb gp3 root volume|# gib root volume|# gb encrypted ebs volume|disk of # gb|disk size # gb|volume of # gb",
        set!(setting(&[Server, Kubernetes], "disk", "$1")),
    ),
    (
        "elastic ip|eip|static ip|static public ip|elastic ip address|static ip address",
        set!(anywhere(&[Server], "address", "true")),
    ),
    (
        "public|public ip|public ip address|publicly accessible|internet facing|publicly reachable|reachable from internet|public facing|open to internet|accessible from internet",
        set!(
            setting(&[Server, Balancer], "place", "public"),
            setting(&[Zone], "kind", "public")
        ),
    ),
    (
        "ssh|ssh access|ssh enabled|allow ssh|allowing ssh|port 22|open ssh|ssh port|ssh traffic|inbound ssh",
        set!(setting(PORTED, "ssh", "ask")),
    ),
    (
        "ssh from @cidr|ssh access from @cidr|ssh only from @cidr|ssh allowed from @cidr|port 22 from @cidr|ssh limited to @cidr|ssh restricted to @cidr|allow ssh from @cidr|allowing ssh from @cidr|ssh access only from @cidr",
        set!(setting(PORTED, "ssh", "$1")),
    ),
    // The server must be configured for a port that is not the usual one.
    (
        "ssh on port #|ssh at port #|ssh port #|sshd on port #|ssh listening on port #",
        set!(setting(PORTED, "ssh_port", "$1")),
    ),
    (
        "nginx on port #|apache on port #|httpd on port #|docker on port #|nginx listening on port #|apache listening on port #|nginx at port #|apache at port #|nginx serving on port #|running on port #|listening on port #|listens on port #|serving on port #|on port #",
        set!(
            setting(&[Server, Scaling, Containers, Balancer], "app_port", "$1"),
            setting(&[Group], "ports", "$1")
        ),
    ),
    // Releases that the templates do not look up.
    (
        "ubuntu @version|debian @version|amazon linux @version|node @version|nodejs @version|node.js @version|linux @version",
        set!(setting(&[], "release", "$1")),
    ),
    (
        "key pair|ssh key|ssh key pair|keypair|ssh keys|ssh keypair|key pair for ssh|ec2 key pair|ssh access with key pair",
        set!(anywhere(&[Server, Scaling], "key", "true")),
    ),
    (
        "ssm|session manager|ssm access|systems manager|ssm session manager|session manager access|systems manager access",
        set!(
            setting(&[Server, Scaling], "ssm", "true"),
            setting(&[Role], "managed", "AmazonSSMManagedInstanceCore")
        ),
    ),
    (
        "instance profile|iam instance profile",
        set!(
            setting(&[Server, Scaling], "profile", "true"),
            setting(&[Role], "profile", "true")
        ),
    ),
    (
        "detailed monitoring",
        set!(setting(&[Server], "monitoring", "true")),
    ),
    (
        "imdsv2|imds v2",
        set!(setting(&[Server, Scaling], "imds", "true")),
    ),
    (
        "user data|userdata|user data script",
        set!(setting(&[Server, Scaling], "data", "true")),
    ),
    // Ports
    (
        "http|http traffic|web traffic|port http|http access|inbound http|port 80|allow http|allowing http|http inbound|open http|incoming http",
        set!(
            setting(PORTED, "ports", "80"),
            setting(&[Balancer], "http", "true")
        ),
    ),
    (
        "https|https traffic|https access|port 443|inbound https|allow https|allowing https|https inbound|incoming https",
        set!(setting(PORTED, "ports", "443")),
    ),
    (
        "http and https|http https|https and http|http and https traffic|ports 80 and 443|port 80 and 443|80 and 443|http and https access|web ports|inbound http and https|http https traffic|http and https inbound|https and http traffic|inbound http https",
        set!(
            setting(PORTED, "ports", "80"),
            setting(PORTED, "ports", "443")
        ),
    ),
    (
        "port #|tcp port #|tcp #|inbound port #|port # open|port # tcp|inbound tcp port #",
        set!(
            setting(PORTED, "ports", "$1"),
            setting(&[Containers], "port", "$1")
        ),
    ),
    (
        "port # and #|port # #|port # and port #",
        set!(
            setting(PORTED, "ports", "$1"),
            setting(PORTED, "ports", "$2")
        ),
    ),
    (
        "port # # #|port # # and #|port # , # and #|port # , # , #|port # , # , and #",
        set!(
            setting(PORTED, "ports", "$1"),
            setting(PORTED, "ports", "$2"),
            setting(PORTED, "ports", "$3")
        ),
    ),
    (
        "from @cidr|only from @cidr|restricted to @cidr|limited to @cidr|access from @cidr|traffic from @cidr",
        set!(setting(PORTED, "from", "$1")),
    ),
    (
        "from anywhere|from internet|from everywhere|from world|from everyone|from anywhere on internet|to everyone|to world|to internet|from any ip",
        set!(setting(PORTED, "from", "0.0.0.0/0")),
    ),
    (
        "allow|allowing|allows|that allows|open|opening|opens|permitting|that permits|accepting|with inbound|inbound|ingress|incoming|inbound traffic|inbound rule|ingress rule|incoming traffic|inbound access|to allow|access|with open|exposing|traffic|for web traffic|which allows|traffic on|inbound traffic on",
        set!(setting(PORTED, "rules", "true")),
    ),
    (
        "for web server|for web servers|for webserver|for web traffic|for web",
        set!(
            setting(&[Group], "ports", "80"),
            setting(&[Group], "ports", "443")
        ),
    ),
    // Auto Scaling
    (
        "# to # @size instance|from # to # @size instance|min # max # @size instance",
        set!(
            anywhere(&[Scaling], "min", "$1"),
            anywhere(&[Scaling], "max", "$2"),
            anywhere(&[Scaling], "size", "$3")
        ),
    ),
    (
        "min # max #|min # and max #|minimum # maximum #|minimum # and maximum #|min size # max size #|between # and # instances|# to # instances|from # to # instances|# to # servers|min # max # instances|# min # max|scaling from # to #|scales from # to #|minimum of # and maximum of # instances|min size # and max size #|scaling between # and # instances|with # to # instances|that scales from # to # instances|scaling from # to # instances|between # and # servers|min # , max #|minimum # , maximum #|# min and # max|# to # nodes|between # and # nodes|scaling from # to # nodes",
        set!(
            anywhere(&[Scaling, Kubernetes], "min", "$1"),
            anywhere(&[Scaling, Kubernetes], "max", "$2")
        ),
    ),
    (
        "min # max # desired #|min # , max # , desired #|min # max # and desired #|min size # max size # desired capacity #|min # , max # and desired #",
        set!(
            anywhere(&[Scaling, Kubernetes], "min", "$1"),
            anywhere(&[Scaling, Kubernetes], "max", "$2"),
            anywhere(&[Scaling, Kubernetes], "desired", "$3")
        ),
    ),
    (
        "min # desired # max #|min # , desired # , max #",
        set!(
            anywhere(&[Scaling, Kubernetes], "min", "$1"),
            anywhere(&[Scaling, Kubernetes], "desired", "$2"),
            anywhere(&[Scaling, Kubernetes], "max", "$3")
        ),
    ),
    (
        "desired #|desired capacity #|desired capacity of #|desired size #",
        set!(anywhere(&[Scaling, Kubernetes], "desired", "$1")),
    ),
    (
        "# percent cpu|at # percent cpu|scales at # percent cpu|that scales at # percent cpu|scaling at # percent cpu|that scales on cpu at # percent|target cpu # percent|cpu target # percent|cpu at # percent|cpu above # percent|scaling at # percent cpu|scaling on cpu at # percent|cpu target of # percent|target cpu of # percent|cpu utilization of # percent|# percent cpu utilization",
        set!(setting(&[Scaling], "cpu", "$1")),
    ),
    (
        "cpu scaling|scaling on cpu|scales on cpu|that scales on cpu|cpu based scaling|scaling based on cpu|target tracking|cpu target tracking|scaling policy|cpu scaling policy|target tracking scaling",
        set!(setting(&[Scaling], "tracking", "true")),
    ),
    (
        "launch template",
        set!(anywhere(&[Scaling], "template", "true")),
    ),
    // Databases
    (
        "# gb|# gb storage|# gb of storage|storage # gb|storage of # gb|# gib|# gb allocated storage|allocated storage # gb|# gb gp3 storage|# gigabyte|# gb gp3|# gb ssd|# gib storage|# gb disk|# gb encrypted storage|# gb of disk|storage size # gb|# gb of encrypted storage|# gigabytes of storage|# gib of storage|# gb ssd storage|allocated storage of # gb",
        set!(setting(&[Database], "storage", "$1")),
    ),
    (
        "@class|instance class @class|class @class|size @class|type @class|instance type @class",
        set!(setting(&[Database], "class", "$1")),
    ),
    (
        "version @version|engine version @version|kubernetes version @version|k8s version @version",
        set!(setting(&[Database, Kubernetes, Cache], "version", "$1")),
    ),
    (
        "multi az|multi az deployment|highly available|high availability|ha|in multiple azs|multiple availability zones|standby|standby replica|multi az failover|multi az standby|standby in second az|multi az enabled",
        set!(setting(&[Database, Cache], "multi_az", "true")),
    ),
    (
        "automated backup|automatic backup|daily backup|backups enabled|automated daily backup|nightly backup|backup enabled|regular backup|backups|backup retention",
        set!(setting(&[Database, Cache, Files], "backups", "true")),
    ),
    (
        "# day backup|# days backup|# days of backup|# day backup retention|# days backup retention|backup retention # days|backup retention of # days|backups kept for # days|backups for # days|backups retained for # days|automated backups for # days|# day backups|keeping backups for # days|backup kept for # days|daily backups kept for # days|# day retention of backups|backups kept # days|automated backups kept for # days|# days of backup retention|retaining backups for # days",
        set!(setting(&[Database], "backup", "$1")),
    ),
    (
        "deletion protection|delete protection|protected from deletion|termination protection|protection from deletion",
        set!(setting(&[Database, Table], "deletion_protection", "true")),
    ),
    (
        "password in secrets manager|credentials in secrets manager|managed password|managed master password|master password in secrets manager|password stored in secrets manager|credentials stored in secrets manager|password managed by secrets manager|secrets manager password|password kept in secrets manager|managed credentials|credentials managed by secrets manager",
        set!(anywhere(&[Database], "managed", "true")),
    ),
    (
        "iam authentication|iam auth|iam database authentication",
        set!(setting(&[Database], "iam", "true")),
    ),
    (
        "database name @name|db name @name|initial database @name|database called @name|initial database called @name|with database named @name",
        set!(setting(&[Database], "schema", "$1")),
    ),
    (
        "mount target|mount targets in each subnet|mount target in each subnet|mount target per subnet|mount target in every subnet|mount targets in each az|mount target in each az|mount target per az|mount targets in every az|mount target in every az|mount targets in private subnets|mount target in each private subnet|mount target in each availability zone",
        set!(anywhere(&[Files], "targets", "true")),
    ),
    (
        "subnet group|db subnet group|database subnet group",
        set!(setting(&[Database, Cache], "group", "true")),
    ),
    // Stored data
    (
        "encrypted|encryption|encryption at rest|encrypted at rest|encryption enabled|encrypted storage|storage encryption|server side encryption|default encryption|at rest encryption|disk encryption|encrypted disk|encrypted root volume|sse|encryption turned on|encrypted volume|encrypted by default|encrypted ebs volume|encrypted volumes",
        set!(setting(KEPT, "encrypted", "true")),
    ),
    (
        "encrypted with kms|encrypted with kms key|encrypted using kms|kms encryption|kms encrypted|sse kms|encrypted by kms|kms server side encryption|encryption with kms|encryption using kms|encrypted using kms key|kms at rest encryption|encryption by kms",
        set!(setting(KEYED, "kms", "true")),
    ),
    (
        "sse s3|aes256|aes 256|aes256 encryption|sse s3 encryption|s3 managed encryption|s3 managed keys",
        set!(setting(&[Bucket], "kms", "false")),
    ),
    (
        "private|not public|no public access|block public access|public access blocked|blocked public access|public access block|not publicly accessible|public access disabled|blocking public access|block all public access|all public access blocked|with public access blocked|fully private|without public access|public access turned off|that is not public|all public access block|blocking all public access",
        set!(
            setting(&[Bucket, Database, Cache, Registry], "private", "true"),
            setting(&[Server, Balancer], "place", "private")
        ),
    ),
    (
        "versioning|versioned|object versioning|version control|versioning enabled|bucket versioning|versioning turned on|versions kept|keeping old versions|keeping versions",
        set!(anywhere(&[Bucket], "versioning", "true")),
    ),
    (
        "lifecycle rule|lifecycle policy|lifecycle configuration|lifecycle|lifecycle management",
        set!(setting(&[Bucket, Registry, Files], "lifecycle", "true")),
    ),
    (
        "glacier after # days|to glacier after # days|lifecycle to glacier after # days|moving to glacier after # days|moves objects to glacier after # days|transition to glacier after # days|transitions to glacier after # days|archive to glacier after # days|lifecycle rule to glacier after # days|archiving to glacier after # days|moving objects to glacier after # days|lifecycle rule that moves objects to glacier after # days|lifecycle policy to glacier after # days|that moves objects to glacier after # days|transitioning to glacier after # days|objects move to glacier after # days|lifecycle moving objects to glacier after # days|objects moved to glacier after # days|lifecycle rule moving objects to glacier after # days|lifecycle rule to move objects to glacier after # days|lifecycle transition to glacier after # days|glacier transition after # days|glacier after # days|glacier archiving after # days|archived to glacier after # days|transitioned to glacier after # days|moved to glacier after # days",
        set!(setting(&[Bucket], "glacier", "$1")),
    ),
    (
        "expire after # days|expiring after # days|expires after # days|expire objects after # days|objects expire after # days|delete after # days|deleted after # days|deletes objects after # days|delete objects after # days|expiration after # days|# day expiration|# days expiration|kept for # days|lifecycle rule that deletes objects after # days|lifecycle expiration after # days|objects deleted after # days|expiration of # days|deleting objects after # days|lifecycle expiring objects after # days|expiring objects after # days|lifecycle rule expiring objects after # days|objects expiring after # days|deleted after # day|lifecycle rule that expires objects after # days|that expire after # days|lifecycle rule to expire objects after # days|lifecycle rule to delete objects after # days|lifecycle rule deleting objects after # days|that expires objects after # days|that deletes objects after # days|lifecycle policy that expires objects after # days|lifecycle policy that deletes objects after # days|expire files after # days|delete files after # days|deletes files after # days|that are deleted after # days",
        set!(
            setting(&[Bucket], "expire", "$1"),
            setting(&[Logs], "days", "$1")
        ),
    ),
    (
        "cloudfront|cdn|cloudfront distribution|cloudfront cdn|aws cloudfront|cloudfront in front|cloudfront in front of it|amazon cloudfront|cloudfront distribution in front",
        set!(anywhere(&[Bucket], "cdn", "true")),
    ),
    (
        "oac|origin access control",
        set!(anywhere(&[Bucket], "oac", "true")),
    ),
    // Tables
    (
        "on demand|on demand billing|on demand capacity|pay per request|pay per request billing|on demand mode|on demand billing mode|on demand pricing|on demand capacity mode|billed on demand|pay per request mode|pay per request capacity|pay per request billing mode",
        set!(setting(&[Table], "billing", "PAY_PER_REQUEST")),
    ),
    (
        "provisioned|provisioned capacity|provisioned billing|provisioned throughput|provisioned mode|provisioned billing mode",
        set!(setting(&[Table], "billing", "PROVISIONED")),
    ),
    (
        "# read and # write capacity units|# read and # write capacity|# rcu and # wcu|# rcu # wcu|# read capacity units and # write capacity units|# read # write capacity|read capacity # and write capacity #|# read capacity and # write capacity|# read units and # write units|read capacity # write capacity #|# read capacity unit and # write capacity unit|read capacity # , write capacity #|# read and # write units",
        set!(
            setting(&[Table], "read", "$1"),
            setting(&[Table], "write", "$2")
        ),
    ),
    (
        "hash key @name|partition key @name|primary key @name|hash key called @name|partition key called @name|hash key named @name|partition key named @name|primary key called @name|keyed by @name|key @name|primary key named @name|string hash key @name|string partition key @name|hash key of @name|partition key of @name|primary key of @name|hash_key @name|partition_key @name|@name as hash key|@name as partition key|@name as primary key",
        set!(setting(&[Table], "hash", "$1")),
    ),
    (
        "sort key @name|range key @name|sort key called @name|range key called @name|sort key named @name|range key named @name|string sort key @name|sort key of @name|range key of @name|range_key @name|@name as sort key|@name as range key",
        set!(setting(&[Table], "range", "$1")),
    ),
    (
        "numeric sort key @name|number sort key @name|numeric range key @name|number range key @name",
        set!(
            setting(&[Table], "range", "$1"),
            setting(&[Table], "range_type", "N")
        ),
    ),
    (
        "numeric hash key @name|number hash key @name|numeric partition key @name|number partition key @name",
        set!(
            setting(&[Table], "hash", "$1"),
            setting(&[Table], "hash_type", "N")
        ),
    ),
    (
        "ttl @name|ttl on @name|ttl attribute @name|ttl on attribute @name|time to live on @name|ttl field @name|ttl using @name|ttl enabled on @name|ttl on field @name",
        set!(setting(&[Table], "ttl", "$1")),
    ),
    (
        "ttl|time to live|ttl enabled|item expiration",
        set!(setting(&[Table], "ttl", "expires_at")),
    ),
    (
        "point in time recovery|pitr|continuous backup|point in time backup|backup|pitr enabled|point in time restore",
        set!(setting(&[Table], "recovery", "true")),
    ),
    (
        "stream|dynamodb stream|streams enabled|stream enabled",
        set!(setting(&[Table], "stream", "true")),
    ),
    // Functions
    (
        "python|written in python|python runtime|python 3|in python|python3|python code",
        set!(setting(&[Function], "runtime", "python")),
    ),
    (
        "python 3.13|python3.13|in python 3.13|python 3.13 runtime|python3.13 runtime|written in python 3.13|in python3.13",
        set!(setting(&[Function], "runtime", "python3.13")),
    ),
    (
        "python 3.12|python3.12|in python 3.12|python 3.12 runtime|python3.12 runtime|written in python 3.12|in python3.12",
        set!(setting(&[Function], "runtime", "python3.12")),
    ),
    (
        "python 3.11|python3.11|in python 3.11|python 3.11 runtime|python3.11 runtime|written in python 3.11|in python3.11",
        set!(setting(&[Function], "runtime", "python3.11")),
    ),
    (
        "javascript|nodejs runtime|node.js runtime|in nodejs|in node.js|in javascript|in node|written in javascript|written in node.js|js",
        set!(setting(&[Function], "runtime", "node")),
    ),
    (
        "nodejs 22|node 22|nodejs22|nodejs22.x|node.js 22|in node 22|in nodejs 22|in node.js 22|nodejs 22.x|node.js 22.x|nodejs22.x runtime",
        set!(setting(&[Function], "runtime", "nodejs22.x")),
    ),
    (
        "nodejs 20|node 20|nodejs20|nodejs20.x|node.js 20|in node 20|in nodejs 20|in node.js 20|nodejs 20.x|node.js 20.x|nodejs20.x runtime",
        set!(setting(&[Function], "runtime", "nodejs20.x")),
    ),
    (
        "# mb memory|memory # mb|# mb of memory|# mb|# mb ram|memory of # mb|# mb of ram|memory size # mb|memory size #|# mib|# mib memory",
        set!(setting(&[Function], "memory", "$1")),
    ),
    (
        "timeout # seconds|# second timeout|# seconds timeout|timeout of # seconds|timeout # s|# s timeout|timeout of # s|# sec timeout|timeout #|timeout # sec",
        set!(setting(&[Function], "timeout", "$1")),
    ),
    (
        "xray|x ray|tracing|xray tracing|x ray tracing|active tracing",
        set!(setting(&[Function], "tracing", "true")),
    ),
    (
        "logging|logs in cloudwatch|logs to cloudwatch|logging to cloudwatch|cloudwatch logging|access to cloudwatch logs|access logs|access logging",
        set!(setting(&[Function, Api, Containers], "logging", "true")),
    ),
    // Queues and topics
    (
        "dead letter queue|dlq|dead letter|deadletter queue|dead letter sqs queue|dead letter support|redrive policy|dead letter handling|dead letter redrive|redrive to dlq|redrive to dead letter queue|its dlq|its dead letter queue",
        set!(anywhere(&[Queue], "dead", "true")),
    ),
    (
        "dlq after # receives|dlq after # attempts|dead letter queue after # attempts|dead letter queue after # receives|dlq after # retries|dead letter queue after # retries|max receive count #|max receive count of #|maxreceivecount #|dlq after # failures|dead letter queue after # failures|after # receives|after # attempts|after # retries|after # failures|after # failed attempts|dead letter queue after # failed attempts|dlq after # failed attempts|dlq after # tries|dead letter queue after # tries|after # tries|max # receives|maximum # receives|# max receives|max receives #|# max receive count|max of # receives|maximum of # receives|# receives",
        set!(
            setting(&[Queue], "receives", "$1"),
            setting(&[Queue], "dead", "true")
        ),
    ),
    (
        "fifo|first in first out|ordered",
        set!(setting(&[Queue, Topic], "fifo", "true")),
    ),
    (
        "content based deduplication|deduplication|exactly once",
        set!(setting(&[Queue, Topic], "fifo", "true")),
    ),
    (
        "visibility timeout # seconds|visibility timeout of # seconds|# second visibility timeout|# seconds visibility timeout|visibility timeout of # s|visibility timeout # s|visibility timeout #|visibility timeout of #",
        set!(setting(&[Queue], "visibility", "$1")),
    ),
    (
        "# day retention|# days retention|retention # days|retention of # days|messages kept for # days|retain messages for # days|message retention # days|message retention of # days|# day message retention|kept # days|keeping messages for # days|retaining messages for # days|# days message retention|retention period of # days|retained for # days|# days of retention|retention period # days|that keeps messages for # days|keep messages for # days|kept for # days|# days of message retention|messages retained for # days",
        set!(
            setting(&[Queue], "retention", "$1"),
            setting(&[Logs], "days", "$1")
        ),
    ),
    (
        "delay # seconds|# second delay|delivery delay # seconds|delay of # seconds|delivery delay of # seconds|# seconds delay|# second delivery delay|# seconds delivery delay",
        set!(setting(&[Queue], "delay", "$1")),
    ),
    (
        "email subscription|email subscriber|email notification|emails|email endpoint|email|by email|subscribed by email|email subscription for alerts",
        set!(setting(&[Topic], "email", "ask")),
    ),
    (
        "email subscription @email|email subscription for @email|email subscription to @email|email to @email|sending emails to @email|@email|subscription for @email|email notifications to @email|notify @email|emails to @email|email @email|that emails @email|notifying @email|emailing @email|subscribing @email|@email subscribed|email subscription of @email|email subscriber @email|send emails to @email|sends email to @email|email notification to @email|sends emails to @email|with @email subscribed|subscription to @email|email endpoint @email|which emails @email",
        set!(setting(&[Topic], "email", "$1")),
    ),
    (
        "sqs subscription|queue subscription|sqs subscriber|sqs queue subscription|subscribed queue|subscribed sqs queue|sqs queue subscribed|sqs queue subscribed to it|sqs queue subscriber|queue subscribed|queue subscribed to it|sqs subscribed to it|sqs endpoint|sqs queue as subscriber|subscribing sqs queue|queue subscriber|sqs fan out|sqs fanout|fan out to sqs|fanout to sqs|fan out to sqs queue|fanout to sqs queue|sqs queue as subscription|subscription to sqs|subscription to sqs queue|that sends to sqs|that delivers to sqs queue|that delivers to sqs|delivering to sqs queue|delivering to sqs",
        set!(setting(&[Topic], "queue", "true")),
    ),
    // Containers
    (
        "# task|# replica|# container|# copies|desired count #|desired count of #|# fargate task",
        set!(setting(&[Containers], "tasks", "$1")),
    ),
    (
        "# cpu and # memory|# cpu # memory|cpu # memory #|cpu # and memory #|# cpu and # mb memory|# cpu units and # mb memory|# cpu # mb|# cpu and # mb|cpu # memory # mb|# cpu units and # mb of memory",
        set!(
            setting(&[Containers], "cpu", "$1"),
            setting(&[Containers], "memory", "$2")
        ),
    ),
    (
        "service|cluster|task",
        set!(setting(&[Containers], "parts", "true")),
    ),
    (
        "container insights",
        set!(setting(&[Containers], "insights", "true")),
    ),
    (
        "managed node|worker node|node|worker|managed worker node|managed worker",
        set!(setting(&[Kubernetes], "nodes", "true")),
    ),
    (
        "node group|managed node group|worker node group|managed node pool|node pool|managed nodegroup|nodegroup",
        set!(anywhere(&[Kubernetes], "nodes", "true")),
    ),
    (
        "# node|# worker node|# worker|# managed node|# managed worker node",
        set!(
            setting(&[Kubernetes], "desired", "$1"),
            setting(&[Cache], "count", "$1")
        ),
    ),
    (
        "# node managed node group|# node node group|managed node group of # nodes|node group of # nodes|managed node group with # nodes|node group with # nodes|# node group node|# nodes managed node group|# nodes in managed node group|# instances in node group|node group of # workers|node group with # workers",
        set!(anywhere(&[Kubernetes], "desired", "$1")),
    ),
    (
        "@size node|@size worker|@size instance|@size worker node|@size managed node|@size server|node of type @size|nodes of @size",
        set!(setting(&[Kubernetes, Scaling, Server], "size", "$1")),
    ),
    (
        "# @size instance",
        set!(
            setting(&[Server], "instances", "$1"),
            setting(&[Server], "size", "$2"),
            setting(&[Kubernetes], "desired", "$1"),
            setting(&[Kubernetes], "size", "$2")
        ),
    ),
    (
        "# @size node|# @size worker|# @size worker node|# @size managed node",
        set!(
            setting(&[Kubernetes], "desired", "$1"),
            setting(&[Kubernetes], "size", "$2")
        ),
    ),
    (
        "control plane logging|control plane logs|cluster logging|audit logging|audit logs|secrets encryption|encrypted secrets|private endpoint|kms encrypted secrets|encryption of secrets",
        set!(setting(&[Kubernetes], "logging", "true")),
    ),
    // Caches
    (
        "@node|node type @node|type @node|size @node|nodes of type @node|instance type @node",
        set!(setting(&[Cache], "size", "$1")),
    ),
    (
        "# @node node",
        set!(
            setting(&[Cache], "count", "$1"),
            setting(&[Cache], "size", "$2")
        ),
    ),
    (
        "# replica|# read replica",
        set!(setting(&[Cache], "replicas", "$1")),
    ),
    (
        "replica|read replica|failover|automatic failover|replication|multi az with automatic failover|with failover|auto failover",
        set!(setting(&[Cache], "multi_az", "true")),
    ),
    (
        "encryption in transit|in transit encryption|transit encryption|tls|encrypted in transit|encryption in transit and at rest|encryption at rest and in transit|at rest and in transit encryption|encrypted at rest and in transit|tls enabled|in transit and at rest encryption",
        set!(setting(&[Cache], "tls", "true")),
    ),
    // Registries
    (
        "scan on push|image scanning|scanning|image scan|vulnerability scanning|image scanning on push|scanning on push|scan images on push|image scan on push|scans on push|vulnerability scan on push|that scans images on push|scanning of images on push|push scanning|scan on push enabled|image vulnerability scanning",
        set!(setting(&[Registry], "scan", "true")),
    ),
    (
        "immutable tags|immutable|tag immutability|immutable image tags|immutable image tag|immutable tag|image tag immutability|tags immutable",
        set!(setting(&[Registry], "immutable", "true")),
    ),
    (
        "keep last # images|keeps last # images|keeping last # images|last # images|lifecycle policy keeping # images|keep # images|lifecycle policy keeping last # images|lifecycle policy to keep last # images|lifecycle policy that keeps last # images|lifecycle policy for last # images|lifecycle policy keep last # images|retain last # images|retaining last # images|lifecycle rule keeping last # images|keeping # images|lifecycle policy to keep # images|that keeps last # images|only last # images|lifecycle policy that keeps # images|lifecycle policy retaining last # images|lifecycle rule that keeps last # images|keep latest # images|keeping latest # images",
        set!(setting(&[Registry], "keep", "$1")),
    ),
    // Roles
    (
        "for ec2|for ec2 instance|for ec2 server|assumed by ec2|that ec2 can assume|assumable by ec2|ec2 can assume|which ec2 can assume|that ec2 instances can assume",
        set!(setting(&[Role], "for", "ec2")),
    ),
    (
        "for lambda|for lambda function|assumed by lambda|that lambda can assume|assumable by lambda|lambda can assume",
        set!(setting(&[Role], "for", "lambda")),
    ),
    (
        "for ecs task|for ecs|assumed by ecs tasks|for ecs tasks|that ecs tasks can assume|for fargate task|for ecs fargate tasks",
        set!(setting(&[Role], "for", "ecs")),
    ),
    (
        "s3 read access|read access to s3|s3 read only access|read only access to s3|read only s3 access|s3 read only|s3 readonly access|read from s3|to read from s3|s3 read permissions|s3 read permission|to read s3|read access on s3|readonly access to s3|that can read from s3|that can read s3|permission to read from s3|permission to read s3|read permission on s3|can read from s3|s3 readonly|read only s3|read access to s3 bucket|read access for s3|can read s3|to read s3 bucket|to read from s3 bucket|that reads from s3|allowed to read from s3|that allows reading from s3|reading from s3|s3 read|access to read from s3",
        set!(setting(&[Role], "bucket", "read")),
    ),
    (
        "s3 read write access|s3 read and write access|read and write access to s3|read write access to s3|read and write to s3|s3 write access|write access to s3|to read and write s3|that can read and write s3|read and write permissions on s3|that can write to s3|to write to s3|s3 read write|s3 read and write|write to s3|to read and write to s3|that can read and write to s3",
        set!(setting(&[Role], "bucket", "write")),
    ),
    (
        "basic execution|lambda basic execution|basic execution role|basic execution policy|cloudwatch logs access|permission to write logs|log access|basic execution permissions",
        set!(setting(
            &[Role],
            "managed",
            "service-role/AWSLambdaBasicExecutionRole"
        )),
    ),
    (
        "task execution|task execution policy|ecs task execution|execution policy",
        set!(setting(
            &[Role],
            "managed",
            "service-role/AmazonECSTaskExecutionRolePolicy"
        )),
    ),
    // Keys
    (
        "rotation|key rotation|rotation enabled|automatic rotation|auto rotation|annual rotation|yearly rotation|automatic key rotation|annual key rotation|key rotation enabled|rotated yearly|rotated annually|rotation turned on|automatic yearly rotation|yearly key rotation|that rotates every year|that rotates yearly",
        set!(setting(&[Key], "rotation", "true")),
    ),
    ("alias|key alias", set!(setting(&[Key], "aliased", "true"))),
    (
        "alias @name|alias called @name|alias named @name|with alias @name|key alias @name",
        set!(setting(&[Key], "name", "$1")),
    ),
    (
        "deletion window # days|# day deletion window|# days deletion window|deletion window of # days|deletion window #",
        set!(setting(&[Key], "window", "$1")),
    ),
    // Zones
    (
        "for @domain|@domain|domain @domain|called @domain|named @domain|for domain @domain|of @domain|for domain name @domain|domain name @domain",
        set!(setting(&[Zone], "domain", "$1")),
    ),
    // Logs
    (
        "@path|called @path|named @path|name @path|for @path",
        set!(setting(&[Logs], "path", "$1")),
    ),
    (
        "retention # days|# day log retention|# days log retention|log retention # days|log retention of # days|# days|for # days|keep for # days|keep # days|keeping logs for # days|keeping # days|that keeps logs for # days|logs kept for # days|keeping logs # days|keep logs for # days|retain for # days|retaining logs for # days|# days of logs|log retention #|retain logs for # days|retention #|retention in days #|retained # days|that retains logs for # days|logs retained for # days",
        set!(setting(&[Logs], "days", "$1")),
    ),
    // Secrets
    (
        "for database password|for db password|for api key|for database credentials|for db credentials|for rds password|for password|for credentials|for api token|holding database password|holding api key|storing api key|to store api key|to store database password|storing database password|for third party api key|for token|for database passwords|to hold api key|to hold database password|to store password|to store db password",
        set!(setting(&[Secret], "for", "true")),
    ),
];
