//! Tests which services and settings are read from requests.

use super::*;

fn parsed(text: &str) -> ParsedRequest {
    ParsedRequest::parse(&Request::parse(text).unwrap())
}

/// Formats the items as `Service*count key=value…`.
fn described(text: &str) -> String {
    let request = parsed(text);
    assert_eq!(request.unknown, Vec::<String>::new(), "{text}");
    let item = |item: &Item| {
        let mut text = format!("{:?}", item.service);
        if item.count > 1 {
            text.push_str(&format!("*{}", item.count));
        }
        for name in &item.names {
            text.push_str(&format!(" \"{name}\""));
        }
        for (key, value) in &item.settings {
            text.push_str(&format!(" {key}={value}"));
        }
        text
    };
    request
        .items
        .iter()
        .map(item)
        .collect::<Vec<_>>()
        .join("; ")
}

#[test]
fn assigns_settings_to_adjacent_services() {
    assert_eq!(
        described("3 t3.small ubuntu servers with docker, and a private mysql rds with 50 gb"),
        "Server*3 size=t3.small os=apt docker=true; Database engine=mysql private=true storage=50"
    );
    assert_eq!(
        described("vpc, rds postgres and a nat gateway"),
        "Network nat=1; Database engine=postgres"
    );
    assert_eq!(
        described("versioned and encrypted s3 bucket"),
        "Bucket versioning=true encrypted=true"
    );
}

#[test]
fn merges_a_second_mention_of_a_service() {
    assert_eq!(
        described("postgres 16 database on rds"),
        "Database engine=postgres version=16 vague=true"
    );
    assert_eq!(described("redis elasticache cluster"), "Cache engine=redis");
    assert_eq!(
        described("rds mysql and rds postgres"),
        "Database engine=mysql; Database engine=postgres"
    );
}

#[test]
fn reads_names_after_called_or_by_their_form() {
    assert_eq!(
        described("sqs queues called raw and clean"),
        "Queue*2 \"raw\" \"clean\""
    );
    assert_eq!(
        described("s3 bucket my-logs-bucket"),
        "Bucket \"my-logs-bucket\""
    );
    assert_eq!(
        described("dynamodb table users with hash key user_id"),
        "Table \"users\" hash=user_id"
    );
    assert_eq!(parsed("s3 bucket replication").unknown, ["replication"]);
    assert_eq!(parsed("kms key multi-region").unknown, ["multi-region"]);
}

#[test]
fn reports_words_that_are_not_understood() {
    let cases: [(&str, &[&str]); 9] = [
        ("rds proxy", &["proxy"]),
        ("s3 bucket without encryption", &["without"]),
        ("ec2 instance 7", &["7"]),
        ("public s3 bucket", &["S3 bucket", "public"]),
        ("rds with 5 gb", &["storage 5"]),
        ("s3 bucket in us-east-1 and in us-west-2", &["us-west-2"]),
        ("redis on ec2", &["ElastiCache cluster EC2 instance"]),
        ("ec2 instances with nginx", &["several EC2 instance"]),
        ("my vpc", &["vpc"]),
    ];
    for (text, unknown) in cases {
        assert_eq!(parsed(text).unknown, unknown, "{text}");
    }
}

#[test]
fn later_mentions_speak_of_the_first_item() {
    assert_eq!(
        described("an s3 bucket. The bucket should be private. The bucket should be versioned."),
        "Bucket private=true versioning=true"
    );
    assert_eq!(
        described("rds and ec2 where ec2 has a 20 gb disk and rds is private"),
        "Database private=true; Server disk=20"
    );
    assert_eq!(
        described("a queue and a table. it is on demand"),
        "Queue; Table billing=PAY_PER_REQUEST"
    );
}

#[test]
fn lists_explain_the_number_before_them() {
    assert_eq!(
        described("two ec2 in ireland: ec2 with nginx and ec2 with docker"),
        "Server app=nginx; Server docker=true"
    );
    assert_eq!(
        described("the network: a vpc with 2 public subnets"),
        "Network public=2"
    );
}

#[test]
fn every_region_is_found_by_its_code() {
    for [code, _] in region::REGIONS.checked_by_key() {
        assert_eq!(parsed(&format!("s3 bucket in {code}")).region, Some(code));
    }
}

#[test]
fn every_row_of_the_vocabulary_has_a_meaning_and_phrases() {
    for [kind, text, phrases] in vocabulary::ROWS.checked() {
        let meaning = vocabulary::Meaning::read(kind, text);
        assert!(meaning.is_some(), "{kind} {text}");
        for phrase in phrases.split('|') {
            let is_plain = phrase.split(' ').all(|word| !word.is_empty());
            assert!(
                is_plain && phrase == phrase.to_ascii_lowercase(),
                "`{phrase}`"
            );
        }
    }
}

#[test]
fn words_that_change_the_meaning_are_unknown() {
    // Left: understood. Right: the same request with a word of another meaning.
    for (request, other) in [
        (
            "a vpc and an ec2 instance",
            "i have a vpc and need an ec2 instance",
        ),
        (
            "an ecr repository and an eks cluster",
            "we run an eks cluster and need an ecr repository",
        ),
        (
            "a vpc. add an ec2 instance to it",
            "there is a vpc. add an ec2 instance to it",
        ),
        ("lambda with python", "lambda with get and put"),
        ("table with hash key id", "table with keys id and created"),
        ("http load balancer", "https load balancer"),
        ("queue for orders", "queue for news"),
        ("a topic", "a plans topic"),
        ("fifo queue and fifo topic", "queue and topic, fifo"),
        (
            "ec2 in public subnet and rds in private subnet",
            "ec2 and rds in private subnets",
        ),
        ("ec2 in a private subnet", "ec2 in the private subnet"),
        (
            "vpc with private subnets, ec2 in the private subnet",
            "ec2 in the private subnet, vpc",
        ),
        (
            "bucket encrypted with kms",
            "bucket encrypted with the kms key",
        ),
        ("bucket called photos", "bucket called 192.168.1.1"),
        ("bucket called photo-store", "bucket called xn--photos"),
        ("fargate with an rds mysql", "fargate with mysql"),
        ("fifo topic and fifo queue", "fifo topic and queue"),
        (
            "vpc 10.0.0.0/16 with a public subnet",
            "vpc with public subnet 10.0.1.0/24",
        ),
        (
            "bucket called vault encrypted with kms",
            "bucket encrypted with a kms key called vault",
        ),
    ] {
        assert_eq!(parsed(request).unknown, Vec::<String>::new(), "{request}");
        assert_ne!(parsed(other).unknown, Vec::<String>::new(), "{other}");
    }
}

/// Every word is read by one rule, and what no rule reads is reported.
#[test]
fn every_word_has_one_role() {
    use super::read::{Part, parts_with_ends};
    let rows = include_str!("../../tests/requests.tsv").lines();
    let rows = rows.filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut requests = 0;
    for request in rows.filter_map(|line| line.split('\t').nth(1)) {
        requests += 1;
        let read = Request::parse(request).unwrap();
        let mut words = super::text::words(read.text());
        super::typo::correct(&mut words);
        let (parts, ends) = parts_with_ends(&words);
        let is_onward = ends.windows(2).all(|pair| pair[0] < pair[1]);
        assert!(is_onward && ends.first() != Some(&0), "{request}: {ends:?}");
        assert_eq!(ends.last(), Some(&words.len()), "{request}");
        let parsed = ParsedRequest::parse(&read);
        for part in &parts {
            if let Part::Unknown(word) = part {
                assert!(parsed.unknown.contains(word), "{request}: {word}");
            }
        }
        // What is not understood is in the text, each word once.
        let unread = parsed.unread(read.text());
        for (at, word) in unread.iter().enumerate() {
            assert!(!unread[..at].contains(word), "{request}: {word} twice");
        }
    }
    assert!(requests > 600, "{requests} requests");
}
