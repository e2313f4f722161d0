//! The token counter against its oracle.
use flate2::read::GzDecoder;
use infragenie::tokens::{Frame, Pack, Role, Vocabulary};
use std::{fs, io::Read};
fn pack(p: Pack) -> Vec<u8> {
    let f = fs::read(format!("www/public/data/{}", p.file())).unwrap();
    let mut v = vec![];
    GzDecoder::new(&f[..]).read_to_end(&mut v).unwrap();
    v
}
#[test]
fn smoke() {
    let mut v = Vocabulary::default();
    v.learn(Pack::O200kAscii, &pack(Pack::O200kAscii)).unwrap();
    println!(
        "{:?} {:?}",
        v.count("create ec2 instance with nginx"),
        v.count("ü")
    );
    println!("{:?}", Frame::Harmony.count(&v, &[(Role::User, "hello")]));
    v.learn(Pack::O200kRest, &pack(Pack::O200kRest)).unwrap();
    let o = tiktoken_rs::o200k_base_singleton();
    for t in [
        "create ec2 instance with nginx",
        "Hello, it's  me\n\n  x  ",
        "日本ABC 'S ſ don'ſ ÜBER über e\u{301}\u{301}ABC!!\n//\n",
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    ] {
        assert_eq!(v.encode(t).unwrap(), o.encode_ordinary(t), "{t}");
    }
}
