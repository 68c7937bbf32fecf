(** Addition with a loop: why its teacher adds. [runtime/tasks/src/addition/looping.rs] says it in words. *)
From Npi Require Import Options Machine Interpreter.
From Npi.tasks Require Import Taught Scratchpad Columns.
Open Scope Z_scope.

(** ADD, step by step: it ends at a column that is blank throughout; else its memory comes back to 0. *)
Definition loop_is_taught (s : spec) : bool := everywhere (fun a b c d =>
  let o := [a; b; c; d] in
  (if blank a b c then is_done s none ADD 0 o (calls NOP true) 0 else is_done s none ADD 0 o (calls ADD1 false) 1) &&
  is_done s none ADD 1 o (calls LSHIFT false) 0).
Record taught_add (s : spec) (a b c d : Z) : Prop := TaughtAdd {
  add_ends : blank a b c = true -> does s none ADD 0 [a; b; c; d] = Some (calls NOP true, 0);
  add_0 : blank a b c = false -> does s none ADD 0 [a; b; c; d] = Some (calls ADD1 false, 1);
  add_1 : does s none ADD 1 [a; b; c; d] = Some (calls LSHIFT false, 0) }.
Lemma add_taught s : loop_is_taught s = true -> forall a b c d, cell a -> cell b -> bit c -> cell d -> taught_add s a b c d.
Proof.
  intros E a b c d La Lb Lc Ld. pose proof (everywhere_at _ E a b c d La Lb Lc Ld) as F. cbv beta zeta in F.
  apply andb_prop in F as [F G]. split; [intros X | intros X |]; try rewrite X in F; now apply (is_done_does s none).
Qed.

Section Loop.
Variable s : spec.
Hypothesis columns : columns_are_taught s = true.
Hypothesis loop : loop_is_taught s = true.
Hypothesis deep : depth s = 2%nat.
Variables (A B : nat -> Z) (N : nat).
Hypothesis HA : operand A N.
Hypothesis HB : operand B N.

Notation pads := (scratchpad A B (S N)).
Notation teacher_runs := (run s pads (teaching s)).

(** One turn: ADD1 and LSHIFT. *)
Lemma run_turn i k o : (i <= N)%nat -> added A B i k o -> blank (A i) (B i) (k i) = false ->
  exists n, (n <= 11)%nat /\ teacher_runs n ([call_on s none ADD 0], Pad i i i i k o) =
    Some ([call_on s none ADD 0], Pad (S i) (S i) (S i) (S i) (carried A B i k) (written A B i k o)).
Proof.
  intros L [K O _ _ _] F.
  destruct (run_add1 s columns deep A B N HA HB i k o K O L [call_on s none ADD 1] ltac:(cbn; lia)) as (n & M & R).
  exists (1 + (n + (1 + 4)))%nat. split; [lia|].
  rewrite (run_step s pads _ _ _ ([call_on s none ADD1 0; call_on s none ADD 1], Pad i i i i k o)).
  2:{ eapply (call_step s none pads ADD 0 [] _ ADD1 false); [|unfold FIRST, ADD1; lia | rewrite deep; cbn; lia].
      apply add_0; [|exact F]. apply add_taught; auto using (operand_cell HA), (operand_cell HB). }
  erewrite run_next by exact R.
  rewrite (run_step s pads _ _ _ ([call_on s none LSHIFT 0; call_on s none ADD 0], Pad i i i i (carried A B i k) (written A B i k o))).
  2:{ eapply (call_step s none pads ADD 1 [] _ LSHIFT false); [|unfold FIRST, LSHIFT; lia | rewrite deep; cbn; lia].
      apply add_1, add_taught; cbn [at1 at2 at_carry at_out carries out];
        auto using (operand_cell HA), (operand_cell HB), carried_bit, (written_cell A B N HA HB). }
  now apply run_lshift.
Qed.

Lemma run_turns left : forall i k o, (left + i = S N)%nat -> added A B i k o ->
  exists n w, (n <= 11 * left + 1)%nat /\ teacher_runs n ([call_on s none ADD 0], Pad i i i i k o) = Some ([], w) /\
    reads (out w) (S N) (value A N + value B N).
Proof.
  induction left as [|left IH]; intros i k o E D; destruct (blank (A i) (B i) (k i)) eqn:F.
  1, 3: exists 1%nat, (Pad i i i i k o); split; [lia|]; split;
    [| apply (added_end A B N HA HB i k o ltac:(lia) D F)];
    rewrite (run_step s pads _ _ _ ([], Pad i i i i k o)); [reflexivity|];
    apply (nop_step s none pads ADD 0 [] _ 0); destruct D as [K O _ _ _]; apply add_ends; [apply add_taught; auto using (operand_cell HA), (operand_cell HB) | exact F].
  - cbn in E. subst i. rewrite (added_beyond A B N HA HB _ _ D) in F. discriminate.
  - destruct (run_turn i k o ltac:(lia) D F) as (n & L & R). apply (added_one A B N HA HB) in D.
    destruct (IH (S i) _ _ ltac:(lia) D) as (m & w & M & Q & V). exists (n + m)%nat, w. split; [lia|]. split; [|exact V].
    erewrite run_next by exact R. exact Q.
Qed.
End Loop.

(** The teacher adds. *)
Theorem loop_adds s : columns_are_taught s = true -> loop_is_taught s = true -> depth s = 2%nat -> adds s (teaching s).
Proof.
  intros C R D. apply teacher_adds. intros A B N HA HB.
  destruct (run_turns s C R D A B N HA HB (S N) O _ _ ltac:(lia) (added_none A B)) as (n & w & L & E).
  exists n, w. split; [lia | exact E].
Qed.
