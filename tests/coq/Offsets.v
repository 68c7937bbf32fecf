(** The runtime keeps a weight as a byte with an offset of 128, adds bytes up in 32 bits in whatever order is quickest, and makes up for the
    offsets at once ([zero_point] in [runtime/src/kernel/integer.rs]). That comes to the sums of [Network.v], within the bounds that
    [Model::parse] checks. *)
From Npi Require Import Options Blob Sigma Network Interval.
Open Scope Z_scope.

(** * Arithmetic in 32 bits *)

(** What 32 bits keep of a number. *)
Definition wrapped (x : Z) : Z := (x + 2147483648) mod 4294967296 - 2147483648.
Definition fits (x : Z) : Prop := -2147483648 <= x < 2147483648.

(** What a program computes, and in which order. *)
Inductive term := Number (x : Z) | Add (a b : term) | Multiply (a b : term) | Negate (a : term) | Shift (a : term) (n : nat).
(** In whole numbers. *)
Fixpoint meant (t : term) : Z :=
  match t with
  | Number x => x
  | Add a b => meant a + meant b
  | Multiply a b => meant a * meant b
  | Negate a => - meant a
  | Shift a n => Z.shiftl (meant a) (Z.of_nat n)
  end.
(** In 32 bits, of which every operation may lose some. *)
Fixpoint computed (t : term) : Z :=
  match t with
  | Number x => wrapped x
  | Add a b => wrapped (computed a + computed b)
  | Multiply a b => wrapped (computed a * computed b)
  | Negate a => wrapped (- computed a)
  | Shift a n => wrapped (Z.shiftl (computed a) (Z.of_nat n))
  end.

Lemma wrapped_fits x : fits x -> wrapped x = x.
Proof. unfold fits, wrapped. intros F. rewrite Z.mod_small; lia. Qed.
Lemma wrapped_near x : exists k, wrapped x = x + k * 4294967296.
Proof. exists (- ((x + 2147483648) / 4294967296)). unfold wrapped. rewrite Z.mod_eq by lia. ring. Qed.
Lemma wrapped_same x y k : x = y + k * 4294967296 -> wrapped x = wrapped y.
Proof.
  intros ->. unfold wrapped. replace (y + k * 4294967296 + 2147483648) with (y + 2147483648 + k * 4294967296) by ring.
  now rewrite Z.mod_add.
Qed.

(** However much is lost on the way, the last 32 bits are right. *)
Theorem computed_wrapped t : computed t = wrapped (meant t).
Proof.
  induction t as [x | a IHa b IHb | a IHa b IHb | a IHa | a IHa n]; cbn [computed meant]; [easy| | | |];
    rewrite ?IHa, ?IHb; destruct (wrapped_near (meant a)) as [k ->]; try (destruct (wrapped_near (meant b)) as [l ->]).
  - apply wrapped_same with (k + l). ring.
  - apply wrapped_same with (k * meant b + meant a * l + k * l * 4294967296). ring.
  - apply wrapped_same with (- k). ring.
  - apply wrapped_same with (k * 2 ^ Z.of_nat n). rewrite !Z.shiftl_mul_pow2 by lia. ring.
Qed.
Corollary computed_right t : fits (meant t) -> computed t = meant t.
Proof. intros F. rewrite computed_wrapped. now apply wrapped_fits. Qed.

(** * Sums of the runtime *)

Definition added_up (ts : list term) : term := fold_right Add (Number 0) ts.
Definition total (h : list Z) : term := added_up (map Number h).
(** Bytes times hidden states, as they are stored. *)
Fixpoint stored_dot (bytes h : list Z) : list term :=
  match bytes, h with b :: bytes, x :: h => Multiply (Number b) (Number x) :: stored_dot bytes h | _, _ => [] end.
(** [zero_point]: what makes up for the offsets in the products and in so many rows of the tables. *)
Definition zero_point (h : list Z) (rows shift : nat) : term :=
  Add (Negate (Shift (total h) 7)) (Negate (Shift (Shift (Number (Z.of_nat rows)) 7) shift)).
(** The sum of a gate: the products on top of the zero point, and the shifted sum of the rows' bytes. *)
Definition gate (bytes h rows : list Z) (shift : nat) : term :=
  Add (Shift (added_up (map Number rows)) shift) (Add (zero_point h (length rows) shift) (added_up (stored_dot bytes h))).
(** An output's score: without rows, and with its bias. *)
Definition output (bytes h : list Z) (bias : Z) : term :=
  Add (Add (zero_point h 0 0) (added_up (stored_dot bytes h))) (Shift (Number (weight bias)) 7).

Lemma meant_total l : meant (added_up (map Number l)) = sum l.
Proof.
  induction l as [|x l IH]; [easy|]. change (meant (added_up (map Number (x :: l)))) with (x + meant (added_up (map Number l))).
  now rewrite IH.
Qed.
Lemma meant_dot bytes : forall h, length bytes = length h ->
  meant (added_up (stored_dot bytes h)) = dot (map weight bytes) h + 128 * sum h.
Proof.
  induction bytes as [|b bytes IH]; intros [|x h] L; cbn in L; try easy. injection L as L.
  change (meant (added_up (stored_dot (b :: bytes) (x :: h)))) with (b * x + meant (added_up (stored_dot bytes h))).
  rewrite (IH _ L). cbn [map dot sum fold_right]. unfold weight, sum. ring.
Qed.
Lemma sum_weights rows : sum rows = sum (map weight rows) + 128 * Z.of_nat (length rows).
Proof.
  induction rows as [|r rows IH]; [easy|]. cbn [map sum fold_right length] in *. unfold sum in *.
  rewrite IH, Nat2Z.inj_succ. unfold weight. ring.
Qed.

(** Without offsets. *)
Definition gate_sum (bytes h rows : list Z) (shift : nat) : Z :=
  Z.shiftl (sum (map weight rows)) (Z.of_nat shift) + dot (map weight bytes) h.
Lemma meant_gate bytes h rows shift : length bytes = length h -> meant (gate bytes h rows shift) = gate_sum bytes h rows shift.
Proof.
  intros L. unfold gate, gate_sum, zero_point, total. cbn [meant]. rewrite !meant_total, (meant_dot _ _ L), (sum_weights rows).
  rewrite !Z.shiftl_mul_pow2 by lia. change (2 ^ Z.of_nat 7) with 128. ring.
Qed.
Lemma meant_output bytes h bias : length bytes = length h ->
  meant (output bytes h bias) = score h (map weight bytes, Z.shiftl (weight bias) 7).
Proof.
  intros L. unfold output, zero_point, total, score. cbn [meant fst snd]. rewrite meant_total, (meant_dot _ _ L).
  rewrite !Z.shiftl_mul_pow2 by lia. change (Z.of_nat 0) with 0. change (2 ^ Z.of_nat 7) with 128. change (2 ^ 7) with 128. ring.
Qed.

(** * The bounds that the parser checks *)

Definition is_byte (b : Z) : Prop := 0 <= b < 256.
Definition is_hidden (x : Z) : Prop := -127 <= x <= 127.

Lemma dot_bound bytes : forall h, Forall is_byte bytes -> Forall is_hidden h ->
  Z.abs (dot (map weight bytes) h) <= 16256 * Z.of_nat (length h).
Proof.
  induction bytes as [|b bytes IH]; intros [|x h] B H; cbn [map dot length]; try lia.
  inversion B; inversion H; subst. specialize (IH h ltac:(easy) ltac:(easy)). rewrite Nat2Z.inj_succ.
  unfold is_byte, is_hidden, weight in *. nia.
Qed.
Lemma rows_bound rows : Forall is_byte rows -> Z.abs (sum (map weight rows)) <= 128 * Z.of_nat (length rows).
Proof.
  induction rows as [|r rows IH]; intros B; cbn [map sum fold_right length]; [easy|]. inversion B; subst. specialize (IH ltac:(easy)).
  rewrite Nat2Z.inj_succ. unfold is_byte, weight, sum in *. lia.
Qed.

(** At most 1024 units; at most 33 rows a step, 16 slots of an observation and 16 of arguments and the program; table sums shifted by at
    most 14, as the scales are from -1 to 15 and at most 7 apart. *)
Theorem gate_is_right bytes h rows shift : length bytes = length h -> (length h <= 1024)%nat -> (length rows <= 33)%nat ->
  (shift <= 14)%nat -> Forall is_byte bytes -> Forall is_hidden h -> Forall is_byte rows ->
  computed (gate bytes h rows shift) = gate_sum bytes h rows shift.
Proof.
  intros L U R S B H W. rewrite <- meant_gate by exact L. apply computed_right. rewrite meant_gate by exact L. unfold gate_sum, fits.
  pose proof (dot_bound bytes h B H). pose proof (rows_bound rows W). rewrite Z.shiftl_mul_pow2 by lia.
  assert (P : 1 <= 2 ^ Z.of_nat shift <= 16384).
  { split; [apply (Z.pow_le_mono_r 2 0); lia | change 16384 with (2 ^ 14); apply Z.pow_le_mono_r; lia]. }
  nia.
Qed.
Theorem output_is_right bytes h bias : length bytes = length h -> (length h <= 1024)%nat ->
  Forall is_byte bytes -> Forall is_hidden h -> is_byte bias ->
  computed (output bytes h bias) = score h (map weight bytes, Z.shiftl (weight bias) 7).
Proof.
  intros L U B H W. rewrite <- meant_output by exact L. apply computed_right. rewrite meant_output by exact L. unfold score, fits. cbn [fst snd].
  pose proof (dot_bound bytes h B H). rewrite Z.shiftl_mul_pow2 by lia. change (2 ^ 7) with 128. unfold is_byte, weight in *. lia.
Qed.

(** What comes after a gate's sum fits, too: a new hidden state is one, a new cell is of 16 bits, and no product on the way is too long. *)
Lemma sigmoid_bound x : 0 <= sigmoid x <= 32767.
Proof.
  split; [apply sigmoid_pos|]. rewrite sigmoid_clamp. pose proof (clamp_range 0 511 x ltac:(lia)).
  pose proof (sigmoid_mono (clamp 0 511 x) 511 ltac:(lia)). assert (sigmoid 511 <= 32767) by (vm_compute; discriminate). lia.
Qed.
Theorem unit_fits i f g o cell : -32768 <= cell <= 32767 ->
  let cell' := new_cell (sigmoid i) (sigmoid f) (tanh g) cell in
  fits (sigmoid f * cell) /\ fits (sigmoid i * tanh g) /\ -32768 <= cell' <= 32767 /\
  fits (sigmoid o * squashed cell' + 4194304) /\ is_hidden (new_hidden (sigmoid o) (squashed cell')).
Proof.
  intros C cell'. pose proof (sigmoid_bound i). pose proof (sigmoid_bound f). pose proof (sigmoid_bound o).
  assert (T : forall x, -32767 <= tanh x <= 32767) by (intros x; unfold tanh; pose proof (sigmoid_bound x); lia).
  pose proof (T g). pose proof (T (Z.shiftr cell' 6 + 256)). unfold fits, squashed, is_hidden. repeat split; try nia;
    unfold cell', new_cell, new_hidden; apply clamp_range; lia.
Qed.

(** * A network out of a blob is within these bounds *)

Lemma header_bound l h rest : a_header l = Some (h, rest) -> hidden h <= 1024.
Proof.
  unfold a_header. intros E.
  repeat match type of E with
    | match ?r with Some _ => _ | None => None end = _ => destruct r as [[? ?]|] eqn:?; [|discriminate]
    end.
  unfold demand in *. repeat match goal with D : (if ?b then _ else _) = Some _ |- _ => destruct b eqn:?; [|discriminate] end.
  unfold give in E. injection E as <- <-. cbn. lia.
Qed.
Lemma found_network print h core es : forall ps n, find_network print h core es ps = Some n ->
  exists e own, network_of h core e own = Some n.
Proof.
  induction es as [|e es IH]; cbn; intros ps n E; [easy|]. apply bind_some in E as ([own ps'] & _ & E).
  destruct (_ =? print); eauto.
Qed.

Theorem network_is_bounded print blob n : network_in print blob = Some n ->
  (units n <= 1024)%nat /\ 0 <= shift n <= 14 /\ (length (observation (shape n)) <= 16)%nat /\ (length (arguments (shape n)) <= 16)%nat.
Proof.
  unfold network_in. intros E. apply bind_some in E as ([h ps] & P & E).
  destruct ps as [|core ps]; [easy|]. apply found_network in E as (e & own & E).
  assert (H : hidden h <= 1024).
  { unfold parse in P. apply bind_some in P as ([body crc] & _ & P). apply bind_some in P as (_ & _ & P).
    apply bind_some in P as ([h0 rest] & A & P). apply bind_some in P as ([? ?] & _ & P). apply bind_some in P as ([? ?] & _ & P).
    apply bind_some in P as (_ & _ & P). injection P as -> _. exact (header_bound _ _ _ A). }
  unfold network_of in E. apply bind_some in E as (u & G & E). apply guard_some in G. apply andb_prop in G as [S F].
  apply bind_some in E as ([[[? ?] ?] ?] & _ & E). do 6 (apply bind_some in E as (? & _ & E)). injection E as <-. cbn.
  unfold scales_fit, shape_fits, near in S, F. cbn [forallb] in S, F. lia.
Qed.
Lemma rows_at_most n blocks : forall base symbols rows, rows_at n base blocks symbols = Some rows -> (length rows <= length blocks)%nat.
Proof.
  induction blocks as [|b blocks IH]; intros base [|[x|] symbols] rows E; cbn in E; try easy.
  - now injection E as <-.
  - apply bind_some in E as (_ & _ & E). apply bind_some in E as (row & _ & E). apply bind_some in E as (r & R & E).
    injection E as <-. apply IH in R. cbn. lia.
  - apply IH in E. cbn. lia.
Qed.
