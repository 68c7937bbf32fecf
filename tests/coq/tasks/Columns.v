(** What the programs that both ways of adding share do to a column, by their teacher's table; and what it is to add. *)
From Npi Require Import Options Machine Interpreter Network Sequences Obeys.
From Npi.tasks Require Import Taught Scratchpad.
Open Scope Z_scope.

Definition ADD := 2. Definition ADD1 := 3. Definition CARRY := 4. Definition LSHIFT := 5.

Definition none := [0; 0].
Notation calls := (Taught.calls none).
Definition acts (r what : Z) (e : bool) : decision := Decision ACT [r; what] e.

Section Teacher.
Variable s : spec.
Notation does := (does s none).
Notation is_done := (is_done s none).

(** All that can stand under the pointers. *)
Definition symbols (n : nat) : list Z := map Z.of_nat (seq 0 n).
Definition everywhere (f : Z -> Z -> Z -> Z -> bool) : bool :=
  forallb (fun a => forallb (fun b => forallb (fun c => forallb (f a b c) (symbols 11)) (symbols 2)) (symbols 11)) (symbols 11).
Lemma symbols_in n x : 0 <= x < Z.of_nat n -> In x (symbols n).
Proof. intros L. apply in_map_iff. exists (Z.to_nat x). rewrite in_seq. lia. Qed.
Lemma everywhere_at f : everywhere f = true -> forall a b c d, cell a -> cell b -> bit c -> cell d -> f a b c d = true.
Proof.
  unfold everywhere, cell, bit. intros E a b c d La Lb Lc Ld. rewrite forallb_forall in E.
  specialize (E a (symbols_in 11 a ltac:(lia))). rewrite forallb_forall in E.
  specialize (E b (symbols_in 11 b ltac:(lia))). rewrite forallb_forall in E.
  specialize (E c (symbols_in 2 c ltac:(lia))). rewrite forallb_forall in E. exact (E d (symbols_in 11 d ltac:(lia))).
Qed.

(** ADD1, CARRY and LSHIFT, step by step. *)
Definition columns_are_taught : bool := everywhere (fun a b c d =>
  let o := [a; b; c; d] in let over := total a b c <? 10 in
  is_done ADD1 0 o (acts OUT (low a b c) over) (if over then 0 else 1) && is_done ADD1 1 o (calls CARRY true) 0 &&
  is_done CARRY 0 o (acts CARRIES LEFT false) 1 && is_done CARRY 1 o (acts CARRIES 1 false) 2 &&
  is_done CARRY 2 o (acts CARRIES RIGHT true) 0 &&
  is_done LSHIFT 0 o (acts IN1 LEFT false) 1 && is_done LSHIFT 1 o (acts IN2 LEFT false) 2 &&
  is_done LSHIFT 2 o (acts CARRIES LEFT false) 3 && is_done LSHIFT 3 o (acts OUT LEFT true) 0).

Record taught_column (a b c d : Z) : Prop := Taught {
  add1_0 : does ADD1 0 [a; b; c; d] = Some (acts OUT (low a b c) (total a b c <? 10), if total a b c <? 10 then 0 else 1);
  add1_1 : does ADD1 1 [a; b; c; d] = Some (calls CARRY true, 0);
  carry_0 : does CARRY 0 [a; b; c; d] = Some (acts CARRIES LEFT false, 1);
  carry_1 : does CARRY 1 [a; b; c; d] = Some (acts CARRIES 1 false, 2);
  carry_2 : does CARRY 2 [a; b; c; d] = Some (acts CARRIES RIGHT true, 0);
  lshift_0 : does LSHIFT 0 [a; b; c; d] = Some (acts IN1 LEFT false, 1);
  lshift_1 : does LSHIFT 1 [a; b; c; d] = Some (acts IN2 LEFT false, 2);
  lshift_2 : does LSHIFT 2 [a; b; c; d] = Some (acts CARRIES LEFT false, 3);
  lshift_3 : does LSHIFT 3 [a; b; c; d] = Some (acts OUT LEFT true, 0) }.
Lemma columns_taught : columns_are_taught = true -> forall a b c d, cell a -> cell b -> bit c -> cell d -> taught_column a b c d.
Proof.
  intros E a b c d La Lb Lc Ld. pose proof (everywhere_at _ E a b c d La Lb Lc Ld) as F. cbv beta zeta in F.
  repeat (apply andb_prop in F as [F ?]). split; now apply (is_done_does s none).
Qed.

Hypothesis taught : columns_are_taught = true.
Hypothesis deep : depth s = 2%nat.
Variables (A B : nat -> Z) (N : nat).
Hypothesis HA : operand A N.
Hypothesis HB : operand B N.
Notation pads := (scratchpad A B (S N)).
Notation teacher_runs := (run s pads (teaching s)).
Notation call_on := (call_on s none).

(** * A column *)

Section Column.
Variables (i : nat) (k o : nat -> Z).
Hypothesis K : forall j, bit (k j).
Hypothesis O : forall j, cell (o j).
Hypothesis iN : (i <= N)%nat.
Notation k' := (carried A B i k).
Notation o' := (written A B i k o).
Notation c := (k i).

Ltac pointed := cbn [observe scratchpad seen at1 at2 at_carry at_out carries out].
Ltac table fact :=
  pointed; apply fact, (columns_taught taught); pointed; auto using (operand_cell HA), (operand_cell HB), (written_cell A B N HA HB), carried_bit.
Ltac room := match goal with |- context [Nat.ltb ?x ?y] => replace (Nat.ltb x y) with true by (symmetry; apply Nat.ltb_lt; lia) end.
Ltac world := cbn [act scratchpad]; cbn -[Nat.ltb]; unfold moved; cbn -[Nat.ltb]; try room; reflexivity.

Lemma run_carry rest : total (A i) (B i) c <? 10 = false ->
  teacher_runs 3 (call_on CARRY 0 :: rest, Pad i i i i k o') = Some (rest, Pad i i i i k' o').
Proof.
  intros T. pose proof (carry_room A B N HA HB i k K T) as L.
  rewrite (run_step s pads _ _ _ (call_on CARRY 1 :: rest, Pad i i (S i) i k o')).
  2:{ eapply (act_step s none pads CARRY 0 rest _ [CARRIES; LEFT] false); [table carry_0 | world]. }
  rewrite (run_step s pads _ _ _ (call_on CARRY 2 :: rest, Pad i i (S i) i k' o')).
  2:{ eapply (act_step s none pads CARRY 1 rest _ [CARRIES; 1] false); [table carry_1 |]. unfold carried. rewrite T. world. }
  rewrite (run_step s pads _ _ _ (rest, Pad i i i i k' o')); [reflexivity|].
  eapply (act_step s none pads CARRY 2 rest _ [CARRIES; RIGHT] true); [table carry_2 | world].
Qed.

Lemma run_add1 rest : (length rest <= 1)%nat ->
  exists n, (n <= 5)%nat /\ teacher_runs n (call_on ADD1 0 :: rest, Pad i i i i k o) = Some (rest, Pad i i i i k' o').
Proof.
  intros R. pose proof (low_digit A B N HA HB i k K) as D.
  assert (W : acted (S N) [OUT; low (A i) (B i) c] (Pad i i i i k o) = Some (Pad i i i i k o')).
  { unfold acted. replace (low (A i) (B i) c =? LEFT) with false by (unfold LEFT; lia).
    replace (low (A i) (B i) c =? RIGHT) with false by (unfold RIGHT; lia).
    replace (0 <=? low (A i) (B i) c) with true by lia. replace (low (A i) (B i) c <=? 9) with true by lia. world. }
  pose proof (add1_0 _ _ _ _ (columns_taught taught (A i) (B i) (k i) (o i) (operand_cell HA i) (operand_cell HB i) (K i) (O i))) as F.
  destruct (total (A i) (B i) c <? 10) eqn:T.
  - exists 1%nat. split; [lia|]. rewrite (run_step s pads _ _ _ (rest, Pad i i i i k o')).
    + unfold carried. now rewrite T.
    + eapply (act_step s none pads ADD1 0 rest _ [OUT; _] true); [exact F | exact W].
  - exists (2 + 3)%nat. split; [lia|]. erewrite run_next; [now apply run_carry|].
    rewrite (run_step s pads _ _ _ (call_on ADD1 1 :: rest, Pad i i i i k o')).
    2:{ eapply (act_step s none pads ADD1 0 rest _ [OUT; _] false); [exact F | exact W]. }
    rewrite (run_step s pads _ _ _ (call_on CARRY 0 :: rest, Pad i i i i k o')); [reflexivity|].
    eapply (call_step s none pads ADD1 1 rest _ CARRY true); [table add1_1 | unfold FIRST, CARRY; lia | rewrite deep; cbn; lia].
Qed.

Lemma run_lshift rest :
  teacher_runs 4 (call_on LSHIFT 0 :: rest, Pad i i i i k' o') = Some (rest, Pad (S i) (S i) (S i) (S i) k' o').
Proof.
  rewrite (run_step s pads _ _ _ (call_on LSHIFT 1 :: rest, Pad (S i) i i i k' o')).
  2:{ eapply (act_step s none pads LSHIFT 0 rest _ [IN1; LEFT] false); [table lshift_0 | world]. }
  rewrite (run_step s pads _ _ _ (call_on LSHIFT 2 :: rest, Pad (S i) (S i) i i k' o')).
  2:{ eapply (act_step s none pads LSHIFT 1 rest _ [IN2; LEFT] false); [table lshift_1 | world]. }
  rewrite (run_step s pads _ _ _ (call_on LSHIFT 3 :: rest, Pad (S i) (S i) (S i) i k' o')).
  2:{ eapply (act_step s none pads LSHIFT 2 rest _ [CARRIES; LEFT] false); [table lshift_2 | world]. }
  rewrite (run_step s pads _ _ _ (rest, Pad (S i) (S i) (S i) (S i) k' o')); [reflexivity|].
  eapply (act_step s none pads LSHIFT 3 rest _ [OUT; LEFT] true); [table lshift_3 | world].
Qed.
End Column.

End Teacher.

(** * What it is to add *)

(** For any two numbers, and on a scratchpad of any number of columns that has one for their carry, a policy comes to its end, within the
    steps that the task allows, and then the sum stands in OUT: its digits, and blanks from then on. *)
Definition adds (s : spec) (p : policy) : Prop := forall x y n, are_digits x -> are_digits y ->
  (Nat.max (length x) (length y) <= n)%nat -> let width := S n in
  exists steps w, (steps <= 12 * width)%nat /\
    run s (scratchpad (row x) (row y) width) p steps ([((ADD, none), fresh p)], Pad 0 0 0 0 (fun _ => 0) (fun _ => BLANK)) = Some ([], w) /\
    reads (out w) width (number x + number y).

Lemma adds_as_taught s blob print : network_does_as_taught blob print s -> adds s (teaching s) ->
  exists n, network_in print blob = Some n /\ adds s (networking s n).
Proof.
  intros (n & E & _ & O) T. exists n. split; [exact E|]. intros x y m X Y M width. destruct (T x y m X Y M) as (steps & w & L & R & V).
  exists steps, w. split; [exact L|]. split; [|exact V]. destruct (O _ _ _ _ _ _ R) as ([|f stack] & Q & F); [exact Q | discriminate].
Qed.

(** A teacher adds if it comes from the first column to the sum. *)
Lemma teacher_adds s :
  (forall A B N, operand A N -> operand B N -> exists n w, (n <= 12 * S N)%nat /\
    run s (scratchpad A B (S N)) (teaching s) n ([call_on s none ADD 0], Pad 0 0 0 0 (fun _ => 0) (fun _ => BLANK)) = Some ([], w) /\
    reads (out w) (S N) (value A N + value B N)) ->
  adds s (teaching s).
Proof.
  intros T x y n X Y M width. destruct (T (row x) (row y) n) as (steps & w & L & R & V);
    [apply row_operand; [exact X | lia] | apply row_operand; [exact Y | lia] |].
  exists steps, w. split; [exact L|]. split; [exact R|]. now rewrite <- (value_row x n X ltac:(lia)), <- (value_row y n Y ltac:(lia)).
Qed.
