//! What a step's scores cost: the cross-entropy of each head, and its gradient.

/// The loss of one step, summed over its heads; writes the gradient by each score.
///
/// A head has as many scores as `heads` says; one without a target does not count.
pub fn step_loss(scores: &[f32], slopes: &mut [f32], targets: &[Option<u16>], heads: &[usize]) -> f32 {
    let (mut loss, mut start) = (0.0, 0);
    for (&width, target) in heads.iter().zip(targets) {
        let range = start..start + width;
        start += width;
        if let Some(target) = target {
            loss += head_loss(&scores[range.clone()], &mut slopes[range], usize::from(*target));
        }
    }
    loss
}

/// Cross-entropy of an answer before which others lead by so much, and its gradient by each lead: as if its own score were zero.
pub fn leads_loss(leads: &[f32]) -> (f32, Vec<f32>) {
    let top = leads.iter().copied().fold(0.0, f32::max);
    let mut slopes: Vec<_> = leads.iter().map(|lead| (lead - top).exp()).collect();
    let sum = slopes.iter().sum::<f32>() + (-top).exp();
    slopes.iter_mut().for_each(|slope| *slope /= sum);
    (sum.ln() + top, slopes)
}

/// Cross-entropy of one head: of a sigmoid for a single score, of a softmax for more.
fn head_loss(scores: &[f32], slopes: &mut [f32], target: usize) -> f32 {
    if let [score] = scores {
        let sign = if target == 1 { 1.0 } else { -1.0 };
        let wrong = 1.0 / (1.0 + (sign * score).exp());
        slopes[0] = -sign * wrong;
        return -(1.0 - wrong).max(f32::MIN_POSITIVE).ln();
    }
    let top = scores.iter().copied().fold(f32::MIN, f32::max);
    for (slope, score) in slopes.iter_mut().zip(scores) {
        *slope = (score - top).exp();
    }
    let sum: f32 = slopes.iter().sum();
    slopes.iter_mut().for_each(|slope| *slope /= sum);
    let right = slopes[target];
    slopes[target] -= 1.0;
    -right.max(f32::MIN_POSITIVE).ln()
}
