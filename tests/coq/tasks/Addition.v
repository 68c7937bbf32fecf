(** Recursive addition: why its teacher adds. [runtime/tasks/src/addition.rs] says it in words. *)
From Npi Require Import Options Machine Interpreter.
From Npi.tasks Require Import Taught Scratchpad Columns.
Open Scope Z_scope.

(** ADD, step by step: it ends by calling itself, or at a column that is blank throughout. *)
Definition recursion_is_taught (s : spec) : bool := everywhere (fun a b c d =>
  let o := [a; b; c; d] in
  is_done s none ADD 0 o (calls ADD1 false) 1 && is_done s none ADD 1 o (calls LSHIFT false) 2 &&
  is_done s none ADD 2 o (calls (if blank a b c then NOP else ADD) true) 0).
Record taught_add (s : spec) (a b c d : Z) : Prop := TaughtAdd {
  add_0 : does s none ADD 0 [a; b; c; d] = Some (calls ADD1 false, 1);
  add_1 : does s none ADD 1 [a; b; c; d] = Some (calls LSHIFT false, 2);
  add_2 : does s none ADD 2 [a; b; c; d] = Some (calls (if blank a b c then NOP else ADD) true, 0) }.
Lemma add_taught s : recursion_is_taught s = true -> forall a b c d, cell a -> cell b -> bit c -> cell d -> taught_add s a b c d.
Proof.
  intros E a b c d La Lb Lc Ld. pose proof (everywhere_at _ E a b c d La Lb Lc Ld) as F. cbv beta zeta in F.
  repeat (apply andb_prop in F as [F ?]). split; now apply (is_done_does s none).
Qed.

Section Addition.
Variable s : spec.
Hypothesis columns : columns_are_taught s = true.
Hypothesis recursion : recursion_is_taught s = true.
Hypothesis deep : depth s = 2%nat.
Variables (A B : nat -> Z) (N : nat).
Hypothesis HA : operand A N.
Hypothesis HB : operand B N.

Notation pads := (scratchpad A B (S N)).
Notation teacher_runs := (run s pads (teaching s)).

Ltac pointed := cbn [observe scratchpad seen at1 at2 at_carry at_out carries out].
Ltac table fact :=
  pointed; apply fact, (add_taught s recursion); pointed;
  auto using (operand_cell HA), (operand_cell HB), carried_bit, (written_cell A B N HA HB).

(** One column: ADD ends, or calls itself on the next. *)
Lemma run_column i k o : (i <= N)%nat -> added A B i k o ->
  exists n, (n <= 12)%nat /\ teacher_runs n ([call_on s none ADD 0], Pad i i i i k o) =
    Some (if blank (A (S i)) (B (S i)) (carried A B i k (S i)) then [] else [call_on s none ADD 0],
      Pad (S i) (S i) (S i) (S i) (carried A B i k) (written A B i k o)).
Proof.
  intros L [K O _ _ _].
  destruct (run_add1 s columns deep A B N HA HB i k o K O L [call_on s none ADD 1] ltac:(cbn; lia)) as (n & M & R).
  exists (1 + (n + (1 + (4 + 1))))%nat. split; [lia|].
  rewrite (run_step s pads _ _ _ ([call_on s none ADD1 0; call_on s none ADD 1], Pad i i i i k o)).
  2:{ eapply (call_step s none pads ADD 0 [] _ ADD1 false); [table add_0 | unfold FIRST, ADD1; lia | rewrite deep; cbn; lia]. }
  erewrite run_next by exact R.
  rewrite (run_step s pads _ _ _ ([call_on s none LSHIFT 0; call_on s none ADD 2], Pad i i i i (carried A B i k) (written A B i k o))).
  2:{ eapply (call_step s none pads ADD 1 [] _ LSHIFT false); [table add_1 | unfold FIRST, LSHIFT; lia | rewrite deep; cbn; lia]. }
  erewrite run_next by now apply run_lshift.
  pose proof (add_2 _ _ _ _ _ (add_taught s recursion (A (S i)) (B (S i)) (carried A B i k (S i)) (written A B i k o (S i))
    (operand_cell HA _) (operand_cell HB _) (carried_bit A B i k K _) (written_cell A B N HA HB i k o K O _))) as T.
  destruct (blank _ _ _).
  - rewrite (run_step s pads _ _ _ ([], Pad (S i) (S i) (S i) (S i) (carried A B i k) (written A B i k o))); [reflexivity|].
    eapply (nop_step s none pads ADD 2). exact T.
  - rewrite (run_step s pads _ _ _ ([call_on s none ADD 0], Pad (S i) (S i) (S i) (S i) (carried A B i k) (written A B i k o))); [reflexivity|].
    eapply (call_step s none pads ADD 2 [] _ ADD true); [exact T | unfold FIRST, ADD; lia | rewrite deep; cbn; lia].
Qed.

Lemma run_columns left : forall i k o, (left + i = N)%nat -> added A B i k o ->
  exists n w, (n <= 12 * S left)%nat /\ teacher_runs n ([call_on s none ADD 0], Pad i i i i k o) = Some ([], w) /\
    reads (out w) (S N) (value A N + value B N).
Proof.
  induction left as [|left IH]; intros i k o E D; destruct (run_column i k o ltac:(lia) D) as (n & L & R);
    apply (added_one A B N HA HB) in D as D'; destruct (blank _ _ _) eqn:F.
  1, 3: exists n; eexists; split; [lia|]; split; [exact R|];
    apply (added_end A B N HA HB (S i) _ _ ltac:(lia) D' F).
  - cbn in E. subst i. rewrite (added_beyond A B N HA HB _ _ D') in F. discriminate.
  - destruct (IH (S i) _ _ ltac:(lia) D') as (m & w & M & Q & V). exists (n + m)%nat, w. split; [lia|]. split; [|exact V].
    erewrite run_next by exact R. exact Q.
Qed.
End Addition.

(** The teacher adds. *)
Theorem recursion_adds s : columns_are_taught s = true -> recursion_is_taught s = true -> depth s = 2%nat -> adds s (teaching s).
Proof.
  intros C R D. apply teacher_adds. intros A B N HA HB. apply (run_columns s C R D A B N HA HB N); [lia | apply added_none].
Qed.
