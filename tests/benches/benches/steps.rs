//! Steps by hidden size and precision, all in, over an addition of 100 digits.
#![allow(missing_docs)] // of what criterion's macros make

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use npi_format::convert::convert;
use npi_format::{Model, Precision};
use npi_tasks::Addition;
use npi_trainer::bench::{SIZES, TeacherForced, problem, random_network, solve};
use npi_trainer::record::network;

fn steps(criterion: &mut Criterion) {
    let problem = problem::<Addition>(100).expect("a problem");
    let mut memory = Vec::new();
    for precision in [Precision::Int8, Precision::Int4, Precision::F32] {
        let mut group = criterion.benchmark_group(precision.name());
        for hidden in SIZES {
            let (blob, _) = convert(&random_network::<Addition>(hidden, 0), precision).expect("a blob");
            let model = Model::parse(&blob).expect("a model");
            let led = TeacherForced::<Addition, _>::new(network::<Addition>(&model).expect("a network"));
            let steps = solve::<Addition>(&led, &problem, &mut memory).expect("a run");
            group.throughput(Throughput::Elements(steps as u64));
            group.bench_function(BenchmarkId::from_parameter(hidden), |bencher| {
                bencher.iter(|| solve::<Addition>(&led, &problem, &mut memory));
            });
        }
    }
}

criterion_group!(benches, steps);
criterion_main!(benches);
