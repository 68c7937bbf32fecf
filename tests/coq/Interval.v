(** Sums, products and tables over intervals: whatever lies between the ends comes to lie between the new ones. *)
From Npi Require Import Options Blob Sigma Network.
Open Scope Z_scope.

Definition within (x : Z) (i : interval) : Prop := fst i <= x <= snd i.

(** * The table is monotone *)

Lemma clamp_mono lo hi a b : lo <= hi -> a <= b -> clamp lo hi a <= clamp lo hi b.
Proof. unfold clamp. destruct (a <? lo) eqn:A, (b <? lo) eqn:B, (hi <? a) eqn:C, (hi <? b) eqn:D; lia. Qed.
Lemma clamp_range lo hi a : lo <= hi -> lo <= clamp lo hi a <= hi.
Proof. unfold clamp. destruct (a <? lo) eqn:A, (hi <? a) eqn:C; lia. Qed.
Lemma shiftr_mono n a b : 0 <= n -> a <= b -> Z.shiftr a n <= Z.shiftr b n.
Proof. intros N L. rewrite !Z.shiftr_div_pow2 by easy. apply Z.div_le_mono; [apply Z.pow_pos_nonneg; lia | easy]. Qed.

Lemma sigmoid_clamp a : sigmoid a = sigmoid (clamp 0 511 a).
Proof. unfold sigmoid. f_equal. f_equal. f_equal. unfold clamp. destruct (a <? 0) eqn:A, (511 <? a) eqn:C; cbn; rewrite ?A, ?C; lia. Qed.
Lemma sigmoid_ascends : forallb (fun n => sigmoid (Z.of_nat n) <=? sigmoid (Z.of_nat n + 1)) (seq 0 511) = true.
Proof. vm_compute. reflexivity. Qed.
Lemma sigmoid_from n a : 0 <= a -> a + Z.of_nat n <= 511 -> sigmoid a <= sigmoid (a + Z.of_nat n).
Proof.
  intros P. induction n as [|n IH]; intros L; [rewrite Z.add_0_r; lia|].
  etransitivity; [apply IH; lia|]. pose proof sigmoid_ascends as F. rewrite forallb_forall in F.
  specialize (F (Z.to_nat (a + Z.of_nat n))). rewrite in_seq in F. specialize (F ltac:(lia)).
  apply Z.leb_le in F. rewrite Z2Nat.id in F by lia. now replace (a + Z.of_nat (S n)) with (a + Z.of_nat n + 1) by lia.
Qed.
Lemma sigmoid_mono a b : a <= b -> sigmoid a <= sigmoid b.
Proof.
  intros L. rewrite (sigmoid_clamp a), (sigmoid_clamp b).
  pose proof (clamp_mono 0 511 a b ltac:(lia) L). pose proof (clamp_range 0 511 a ltac:(lia)). pose proof (clamp_range 0 511 b ltac:(lia)).
  replace (clamp 0 511 b) with (clamp 0 511 a + Z.of_nat (Z.to_nat (clamp 0 511 b - clamp 0 511 a))) by lia.
  apply sigmoid_from; lia.
Qed.
Lemma sigmoid_pos a : 0 <= sigmoid a.
Proof.
  rewrite sigmoid_clamp. pose proof (clamp_range 0 511 a ltac:(lia)).
  assert (P : 0 <= sigmoid 0) by (vm_compute; discriminate).
  pose proof (sigmoid_mono 0 (clamp 0 511 a) ltac:(lia)). lia.
Qed.
Lemma tanh_mono a b : a <= b -> tanh a <= tanh b.
Proof. intros L. unfold tanh. pose proof (sigmoid_mono a b L). lia. Qed.
Lemma squashed_mono a b : a <= b -> squashed a <= squashed b.
Proof. intros L. apply tanh_mono. pose proof (shiftr_mono 6 a b). lia. Qed.

(** * Operations *)

Definition mapped (f : Z -> Z) (i : interval) : interval := (f (fst i), f (snd i)).
Definition added (i j : interval) : interval := (fst i + fst j, snd i + snd j).
(** The product of what is not negative with anything: the other's sign says which end is the extreme. *)
Definition multiplied (i j : interval) : interval :=
  ((if fst j <? 0 then snd i else fst i) * fst j, (if snd j <? 0 then fst i else snd i) * snd j).
Definition weighted (w : Z) (i : interval) : interval := if w <? 0 then (w * snd i, w * fst i) else (w * fst i, w * snd i).
Fixpoint weighed (w : list Z) (h : list interval) : interval :=
  match w, h with w0 :: w, h0 :: h => added (weighted w0 h0) (weighed w h) | _, _ => (0, 0) end.

Lemma mapped_within f x i : (forall a b, a <= b -> f a <= f b) -> within x i -> within (f x) (mapped f i).
Proof. unfold within, mapped. cbn. intros M [A B]. auto. Qed.
Lemma added_within x y i j : within x i -> within y j -> within (x + y) (added i j).
Proof. unfold within, added. cbn. lia. Qed.
Lemma multiplied_within x y i j : 0 <= fst i -> within x i -> within y j -> within (x * y) (multiplied i j).
Proof. destruct i as [a b], j as [c d]. unfold within, multiplied. cbn. intros P X Y. destruct (c <? 0) eqn:C, (d <? 0) eqn:D; nia. Qed.
Lemma weighted_within w x i : within x i -> within (w * x) (weighted w i).
Proof. destruct i as [a b]. unfold within, weighted. cbn. intros X. destruct (w <? 0) eqn:W; cbn; nia. Qed.
Lemma weighed_within w : forall h b, Forall2 within h b -> within (dot w h) (weighed w b).
Proof.
  induction w as [|w0 w IH]; intros h b F; destruct F; cbn [dot weighed]; try (unfold within; cbn; lia).
  apply added_within; [now apply weighted_within | now apply IH].
Qed.

(** * A unit *)

Definition step_of (fraction x : Z) : Z := Z.shiftr x (fraction - 5) + 256.
Definition bounded_cell (i f g cell : interval) : interval :=
  mapped (clamp (-32768) 32767)
    (added (mapped (fun x => Z.shiftr x 15) (multiplied f cell)) (mapped (fun x => Z.shiftr x 18) (multiplied i g))).
Definition bounded_hidden (o t : interval) : interval :=
  mapped (fun x => clamp (-127) 127 (Z.shiftr (x + 4194304) 23)) (multiplied o t).
Definition bounded_unit (fraction : Z) (sums : quad interval) (cell : interval) : interval * interval :=
  let '(i, f, g, o) := sums in
  let gate := mapped (fun x => sigmoid (step_of fraction x)) in
  let cell := bounded_cell (gate i) (gate f) (mapped (fun x => tanh (step_of (fraction - 1) x)) g) cell in
  (bounded_hidden (gate o) (mapped squashed cell), cell).

Definition within4 (x : quad Z) (b : quad interval) : Prop :=
  let '(i, f, g, o) := x in let '(i', f', g', o') := b in within i i' /\ within f f' /\ within g g' /\ within o o'.

Lemma step_mono fraction a b : 5 <= fraction -> a <= b -> step_of fraction a <= step_of fraction b.
Proof. intros F L. unfold step_of. pose proof (shiftr_mono (fraction - 5) a b). lia. Qed.
Lemma unit_within fraction x b c i : 6 <= fraction -> within4 x b -> within c i ->
  within (fst (unit_of fraction x c)) (fst (bounded_unit fraction b i)) /\
  within (snd (unit_of fraction x c)) (snd (bounded_unit fraction b i)).
Proof.
  destruct x as [[[xi xf] xg] xo], b as [[[bi bf] bg] bo]. intros F (I & G & T & O) C.
  assert (S : forall x j, within x j -> within (sigmoid (step_of fraction x)) (mapped (fun x => sigmoid (step_of fraction x)) j)).
  { intros y j. apply (mapped_within (fun x => sigmoid (step_of fraction x))). intros. apply sigmoid_mono, step_mono; lia. }
  assert (K : within (snd (unit_of fraction (xi, xf, xg, xo) c)) (snd (bounded_unit fraction (bi, bf, bg, bo) i))).
  { cbn [unit_of bounded_unit snd]. unfold new_cell, bounded_cell. apply mapped_within; [intros; apply clamp_mono; lia|].
    apply added_within.
    - apply (mapped_within (fun x => Z.shiftr x 15)); [intros; apply shiftr_mono; lia|].
      apply multiplied_within; [apply sigmoid_pos | now apply S | exact C].
    - apply (mapped_within (fun x => Z.shiftr x 18)); [intros; apply shiftr_mono; lia|].
      apply multiplied_within; [apply sigmoid_pos | now apply S|].
      apply (mapped_within (fun x => tanh (step_of (fraction - 1) x))); [|exact T]. intros. apply tanh_mono, step_mono; lia. }
  split; [|exact K]. cbn [unit_of bounded_unit fst snd] in *. unfold new_hidden, bounded_hidden.
  apply (mapped_within (fun x => clamp (-127) 127 (Z.shiftr (x + 4194304) 23))).
  { intros. apply clamp_mono; [lia|]. apply shiftr_mono; lia. }
  apply multiplied_within; [apply sigmoid_pos | now apply S|]. apply mapped_within; [exact squashed_mono | exact K].
Qed.
