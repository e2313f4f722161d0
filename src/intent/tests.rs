use super::*;

fn wants(text: &str) -> Wants {
    Wants::of(&Request::parse(text).unwrap())
}

/// The items as `Service*count key=value…`.
fn told(text: &str) -> String {
    let wants = wants(text);
    assert_eq!(wants.unknown, Vec::<String>::new(), "{text}");
    let item = |item: &Item| {
        let mut said = format!("{:?}", item.service);
        if item.count > 1 {
            said.push_str(&format!("*{}", item.count));
        }
        for name in &item.names {
            said.push_str(&format!(" \"{name}\""));
        }
        for (key, value) in &item.settings {
            said.push_str(&format!(" {key}={value}"));
        }
        said
    };
    wants.items.iter().map(item).collect::<Vec<_>>().join("; ")
}

#[test]
fn settings_belong_to_what_they_stand_beside() {
    assert_eq!(
        told("3 t3.small ubuntu servers with docker, and a private mysql rds with 50 gb"),
        "Server*3 size=t3.small os=apt docker=true; Database engine=mysql private=true storage=50"
    );
    assert_eq!(
        told("vpc, rds postgres and a nat gateway"),
        "Network nat=1; Database engine=postgres"
    );
    assert_eq!(
        told("versioned and encrypted s3 bucket"),
        "Bucket versioning=true encrypted=true"
    );
}

#[test]
fn a_second_mention_is_the_same_thing() {
    assert_eq!(
        told("postgres 16 database on rds"),
        "Database engine=postgres version=16"
    );
    assert_eq!(told("redis elasticache cluster"), "Cache engine=redis");
    assert_eq!(
        told("rds mysql and rds postgres"),
        "Database engine=mysql; Database engine=postgres"
    );
}

#[test]
fn names_stand_behind_called_or_look_like_names() {
    assert_eq!(
        told("sqs queues called raw and clean"),
        "Queue*2 \"raw\" \"clean\""
    );
    assert_eq!(
        told("s3 bucket my-logs-bucket"),
        "Bucket \"my-logs-bucket\""
    );
    assert_eq!(
        told("dynamodb table users with hash key user_id"),
        "Table \"users\" hash=user_id"
    );
    assert_eq!(wants("s3 bucket replication").unknown, ["replication"]);
    assert_eq!(wants("kms key multi-region").unknown, ["multi-region"]);
}

#[test]
fn what_is_not_understood_is_told() {
    for (text, unknown) in [
        ("rds proxy", "proxy"),
        ("s3 bucket without versioning", "without"),
        ("ec2 instance 7", "7"),
        ("public s3 bucket", "public"),
        ("rds with 5 gb", "storage 5"),
        ("s3 bucket in us-east-1 and in us-west-2", "us-west-2"),
        ("redis on ec2", "ElastiCache cluster EC2 instance"),
        ("ec2 instances with nginx", "several EC2 instance"),
    ] {
        assert_eq!(wants(text).unknown, [unknown], "{text}");
    }
}

#[test]
fn no_phrase_is_shadowed_by_a_blank() {
    for (phrases, _) in vocabulary::entries() {
        for phrase in phrases.split('|') {
            let phrase = phrase.trim_start();
            assert!(
                !phrase.is_empty() && phrase.split(' ').all(|word| !word.is_empty()),
                "`{phrase}`"
            );
            assert_eq!(phrase, phrase.to_ascii_lowercase());
        }
    }
}
