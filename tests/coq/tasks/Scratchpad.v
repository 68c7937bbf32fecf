(** The world of addition, [runtime/tasks/src/addition/scratchpad.rs], and how one adds on it, column after column. *)
From Npi Require Import Options Machine Interpreter.
Open Scope Z_scope.

Definition BLANK := 10. Definition LEFT := 10. Definition RIGHT := 11.
Definition IN1 := 0. Definition IN2 := 1. Definition CARRIES := 2. Definition OUT := 3.

(** * Numbers *)

(** A row of digits, the lowest first, and blanks from then on. *)
Definition row (l : list Z) (j : nat) : Z := nth j l BLANK.
Definition are_digits (l : list Z) : Prop := forall d, In d l -> 0 <= d <= 9.
Fixpoint number (l : list Z) : Z := match l with [] => 0 | d :: l => d + 10 * number l end.
(** A cell's digit; a blank counts as 0. *)
Definition digit (s : Z) : Z := if s =? BLANK then 0 else s.
(** The number in the lowest [n] cells of a row. *)
Fixpoint value (f : nat -> Z) (n : nat) : Z :=
  match n with O => 0 | S n => value f n + digit (f n) * 10 ^ Z.of_nat n end.

Definition cell (s : Z) : Prop := 0 <= s <= 10.
Definition bit (s : Z) : Prop := s = 0 \/ s = 1.

Lemma value_ext f g n : (forall j, (j < n)%nat -> f j = g j) -> value f n = value g n.
Proof. induction n as [|n IH]; intros E; cbn; [easy|]. rewrite IH, E; auto. Qed.
Lemma value_blank f n m : (n <= m)%nat -> (forall j, (n <= j)%nat -> f j = BLANK) -> value f m = value f n.
Proof. intros L F. induction L as [|m L IH]; [easy|]. cbn [value]. rewrite IH, F by lia. cbn. lia. Qed.
Lemma value_shift f n : value f (S n) = digit (f 0%nat) + 10 * value (fun j => f (S j)) n.
Proof.
  induction n as [|n IH]; [cbn [value]; rewrite Z.mul_1_r; lia|].
  change (value f (S (S n))) with (value f (S n) + digit (f (S n)) * 10 ^ Z.of_nat (S n)). rewrite IH.
  change (value (fun j => f (S j)) (S n)) with (value (fun j => f (S j)) n + digit (f (S n)) * 10 ^ Z.of_nat n).
  rewrite (Nat2Z.inj_succ n), Z.pow_succ_r by apply Nat2Z.is_nonneg. ring.
Qed.
Lemma row_blank l j : (length l <= j)%nat -> row l j = BLANK.
Proof. apply nth_overflow. Qed.
(** The row of an operand of at most [n] digits: digits, and blanks, which end no more. *)
Record operand (f : nat -> Z) (n : nat) : Prop := Operand {
  operand_cell : forall j, cell (f j);
  operand_blank : forall j, (n <= j)%nat -> f j = BLANK;
  operand_ends : forall i, f i = BLANK -> forall j, (i <= j)%nat -> f j = BLANK }.
Arguments operand_cell {f n}.
Arguments operand_blank {f n}.
Arguments operand_ends {f n}.
Lemma row_operand l n : are_digits l -> (length l <= n)%nat -> operand (row l) n.
Proof.
  intros D L. split.
  - intros j. unfold row, cell. destruct (nth_in_or_default j l BLANK) as [I | ->]; [|unfold BLANK; lia]. specialize (D _ I). lia.
  - intros j G. apply row_blank. lia.
  - intros i E j G. apply row_blank. destruct (Nat.lt_ge_cases i (length l)) as [I | J]; [|lia].
    specialize (D _ (nth_In l BLANK I)). unfold row, BLANK in *. lia.
Qed.
Lemma value_number l : are_digits l -> value (row l) (length l) = number l.
Proof.
  induction l as [|d l IH]; intros D; [easy|]. cbn [length number]. rewrite value_shift.
  change (row (d :: l) 0) with d. change (fun j => row (d :: l) (S j)) with (row l).
  rewrite <- IH by (intros x I; apply D; now right). specialize (D d (or_introl eq_refl)).
  replace (digit d) with d; [reflexivity|]. unfold digit, BLANK. destruct (d =? 10) eqn:E; lia.
Qed.
Lemma value_row l n : are_digits l -> (length l <= n)%nat -> value (row l) n = number l.
Proof. intros D L. rewrite <- value_number by exact D. apply value_blank; [exact L|]. intros j. apply row_blank. Qed.

(** A row in which a number stands: its digits, in so many cells at most, and blanks from then on. *)
Definition reads (f : nat -> Z) (width : nat) (v : Z) : Prop :=
  exists z, are_digits z /\ (length z <= width)%nat /\ (forall j, f j = row z j) /\ number z = v.
Lemma reads_value f i width : (i <= width)%nat -> (forall j, (j < i)%nat -> 0 <= f j <= 9) -> (forall j, (i <= j)%nat -> f j = BLANK) ->
  reads f width (value f i).
Proof.
  intros L D E. exists (map f (seq 0 i)). assert (N : length (map f (seq 0 i)) = i) by now rewrite map_length, seq_length.
  assert (R : forall j, f j = row (map f (seq 0 i)) j).
  { intros j. destruct (Nat.lt_ge_cases j i) as [I | I]; [|rewrite row_blank by lia; auto]. unfold row.
    rewrite (nth_indep _ BLANK (f 0%nat)) by lia. now rewrite map_nth, seq_nth by exact I. }
  assert (G : are_digits (map f (seq 0 i))).
  { intros d I. apply in_map_iff in I as (j & <- & I). apply in_seq in I. apply D. lia. }
  split; [exact G|]. split; [lia|]. split; [exact R|]. rewrite <- (value_number _ G), N. apply value_ext. intros j _. symmetry. apply R.
Qed.

(** * The world *)

(** Where the pointers stand, and what is in the rows that are written. *)
Record pad := Pad { at1 : nat; at2 : nat; at_carry : nat; at_out : nat; carries : nat -> Z; out : nat -> Z }.
Definition put (t : nat -> Z) (i : nat) (v : Z) (j : nat) : Z := if Nat.eqb j i then v else t j.
Lemma put_here t i v : put t i v i = v.
Proof. unfold put. now rewrite Nat.eqb_refl. Qed.
Lemma put_else t i v j : j <> i -> put t i v j = t j.
Proof. unfold put. intros N. apply Nat.eqb_neq in N. now rewrite N. Qed.

Section World.
(** The operands, and how many columns there are. *)
Variables (A B : nat -> Z) (width : nat).

Definition seen (w : pad) : list Z := [A (at1 w); B (at2 w); carries w (at_carry w); out w (at_out w)].
(** A pointer may go one column beyond the last. *)
Definition moved (what : Z) (p : nat) : option nat :=
  if what =? LEFT then if Nat.ltb p width then Some (S p) else None
  else match p with O => None | S p => Some p end.
Definition move (r what : Z) (w : pad) : option pad :=
  let '(Pad p1 p2 pc po k o) := w in
  if r =? IN1 then let* p := moved what p1 in Some (Pad p p2 pc po k o)
  else if r =? IN2 then let* p := moved what p2 in Some (Pad p1 p pc po k o)
  else if r =? CARRIES then let* p := moved what pc in Some (Pad p1 p2 p po k o)
  else if r =? OUT then let* p := moved what po in Some (Pad p1 p2 pc p k o)
  else None.
(** The operands' rows cannot be written, and a carry is 0 or 1. *)
Definition write (r what : Z) (w : pad) : option pad :=
  let '(Pad p1 p2 pc po k o) := w in
  if r =? CARRIES then if (what <? 2) && Nat.ltb pc width then Some (Pad p1 p2 pc po (put k pc what) o) else None
  else if r =? OUT then if Nat.ltb po width then Some (Pad p1 p2 pc po k (put o po what)) else None
  else None.
Definition acted (arguments : list Z) (w : pad) : option pad :=
  match arguments with
  | [r; what] =>
    if (what =? LEFT) || (what =? RIGHT) then move r what w
    else if (0 <=? what) && (what <=? 9) then write r what w
    else None
  | _ => None
  end.
Definition scratchpad : environment := Environment pad seen acted.
End World.

(** * On paper *)

Definition total (a b c : Z) : Z := digit a + digit b + c.
Definition low (a b c : Z) : Z := if total a b c <? 10 then total a b c else total a b c - 10.
Definition carry (a b c : Z) : Z := if total a b c <? 10 then 0 else 1.
Definition blank (a b c : Z) : bool := (a =? BLANK) && (b =? BLANK) && (c =? 0).

Section Sum.
Variables (A B : nat -> Z) (N : nat).
Hypothesis HA : operand A N.
Hypothesis HB : operand B N.

(** A column: the carry into it, and the rows of carries and digits once it is added. *)
Section Column.
Variables (i : nat) (k o : nat -> Z).
Hypothesis K : forall j, bit (k j).
Hypothesis O : forall j, cell (o j).
Notation c := (k i).
Definition carried : nat -> Z := if total (A i) (B i) c <? 10 then k else put k (S i) 1.
Definition written : nat -> Z := put o i (low (A i) (B i) c).

Lemma low_digit : 0 <= low (A i) (B i) c <= 9.
Proof.
  unfold low, total, digit, BLANK. pose proof (operand_cell HA i) as X. pose proof (operand_cell HB i) as Y.
  pose proof (K i) as Z. unfold cell, bit in *.
  destruct (A i =? 10) eqn:E, (B i =? 10) eqn:F, (_ <? 10) eqn:G; lia.
Qed.
Lemma carried_bit j : bit (carried j).
Proof. unfold carried. destruct (_ <? 10); [apply K|]. unfold put, bit. destruct (Nat.eqb j (S i)); [now right | apply K]. Qed.
Lemma written_cell j : cell (written j).
Proof. unfold written, put. destruct (Nat.eqb j i); [|apply O]. pose proof low_digit. unfold cell. lia. Qed.
Lemma carry_room : total (A i) (B i) c <? 10 = false -> (i < N)%nat.
Proof.
  intros T. destruct (Nat.lt_ge_cases i N) as [L | G]; [exact L|]. exfalso. revert T. unfold total.
  rewrite (operand_blank HA i G), (operand_blank HB i G). pose proof (K i) as Z. unfold bit in Z. cbn. lia.
Qed.
End Column.

(** Columns below [i] are added: OUT has the sum's digits, and the carry into [i] is there. *)
Record added (i : nat) (k o : nat -> Z) : Prop := Added {
  added_bits : forall j, bit (k j);
  added_cells : forall j, cell (o j);
  added_digits : forall j, (j < i)%nat -> 0 <= o j <= 9;
  added_no_carry : forall j, (i < j)%nat -> k j = 0;
  added_blank : forall j, (i <= j)%nat -> o j = BLANK;
  added_value : value o i + k i * 10 ^ Z.of_nat i = value A i + value B i }.

Lemma added_none : added 0 (fun _ => 0) (fun _ => BLANK).
Proof. split; auto; intros j; unfold bit, cell, BLANK; lia. Qed.
Lemma added_one i k o : added i k o -> added (S i) (carried i k) (written i k o).
Proof.
  intros [K O G Z E V]. assert (C : carried i k (S i) = carry (A i) (B i) (k i)).
  { unfold carried, carry. destruct (_ <? 10); [apply Z; lia | apply put_here]. }
  split; intros.
  - now apply carried_bit.
  - now apply written_cell.
  - unfold written. destruct (Nat.eq_dec j i) as [-> | F]; [rewrite put_here; now apply low_digit|].
    rewrite put_else by exact F. apply G. lia.
  - unfold carried. destruct (_ <? 10); [|rewrite put_else by lia]; apply Z; lia.
  - unfold written. rewrite put_else by lia. apply E. lia.
  - rewrite C. cbn [value]. unfold written. rewrite put_here, (value_ext _ o i) by (intros; apply put_else; lia).
    pose proof (low_digit i k K) as D. replace (digit (low (A i) (B i) (k i))) with (low (A i) (B i) (k i)).
    2:{ unfold digit, BLANK. destruct (_ =? 10) eqn:X; lia. }
    rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia. unfold low, carry, total in *. destruct (_ <? 10); nia.
Qed.
(** Beyond the operands nothing is left to add: two numbers of [N] digits have a sum of one more at most. *)
Lemma added_beyond k o : added (S N) k o -> blank (A (S N)) (B (S N)) (k (S N)) = true.
Proof.
  intros [K C _ _ _ V]. unfold blank. rewrite (operand_blank HA (S N)), (operand_blank HB (S N)) by lia. cbn [BLANK Z.eqb andb].
  apply Z.eqb_eq. pose proof (K (S N)) as [X | X]; [exact X|]. exfalso. rewrite X in V.
  assert (P : forall f n, (forall j, cell (f j)) -> 0 <= value f n < 10 ^ Z.of_nat n).
  { intros f n F. induction n as [|n IH]; [cbn; lia|]. cbn [value]. rewrite Nat2Z.inj_succ, Z.pow_succ_r by lia.
    specialize (F n). unfold digit, cell, BLANK in *. destruct (f n =? 10) eqn:Y; nia. }
  rewrite (value_blank A N (S N)), (value_blank B N (S N)), Nat2Z.inj_succ, Z.pow_succ_r in V by (auto using (operand_blank HA), (operand_blank HB) with zarith).
  pose proof (P A N (operand_cell HA)). pose proof (P B N (operand_cell HB)). pose proof (P o (S N) C). lia.
Qed.
(** Where a column is blank throughout, the sum is there. *)
Lemma added_end i k o : (i <= S N)%nat -> added i k o -> blank (A i) (B i) (k i) = true ->
  reads o (S N) (value A N + value B N).
Proof.
  intros L [_ _ D _ E V] F. unfold blank in F. apply andb_prop in F as [F Fk]. apply andb_prop in F as [Fa Fb].
  apply Z.eqb_eq in Fa, Fb, Fk. rewrite Fk in V.
  assert (G : forall f, (forall j, (N <= j)%nat -> f j = BLANK) -> (forall j, (i <= j)%nat -> f j = BLANK) -> value f i = value f N).
  { intros f P Q. destruct (Nat.le_ge_cases i N) as [M | M]; [symmetry|]; now apply value_blank. }
  rewrite <- (G A (operand_blank HA) (operand_ends HA i Fa)), <- (G B (operand_blank HB) (operand_ends HB i Fb)).
  replace (value A i + value B i) with (value o i) by lia. now apply reads_value.
Qed.
End Sum.
