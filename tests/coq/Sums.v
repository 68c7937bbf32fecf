(** That every sum of every step of a network comes to the same in 32 bits, from bytes with an offset: [Offsets.v], of all of a network. *)
From Npi Require Import Options Blob Machine Sigma Network Interval Offsets.
Open Scope Z_scope.

(** One of four. *)
Definition gate_of {A} (g : nat) (x : quad A) : A := let '(a, b, c, d) := x in match g with 0%nat => a | 1%nat => b | 2%nat => c | _ => d end.
Definition all4 {A} (f : A -> bool) (x : quad A) : bool := let '(a, b, c, d) := x in f a && f b && f c && f d.
Lemma all4_gate {A} (f : A -> bool) x g : all4 f x = true -> f (gate_of g x) = true.
Proof. destruct x as [[[a b] c] d]. cbn. intros E. destruct g as [|[|[|g]]]; repeat (apply andb_prop in E as [E ?]); easy. Qed.
Lemma gate_add4 g x y : gate_of g (add4 x y) = gate_of g x + gate_of g y.
Proof. destruct x as [[[? ?] ?] ?], y as [[[? ?] ?] ?]. now destruct g as [|[|[|g]]]. Qed.
Lemma gate_map4 {A B} (f : A -> B) g x : gate_of g (map4 f x) = f (gate_of g x).
Proof. destruct x as [[[? ?] ?] ?]. now destruct g as [|[|[|g]]]. Qed.

(** A weight as the byte that the runtime keeps. *)
Definition is_weight (w : Z) : bool := near (-128) 127 w.
Definition bytes_of (w : list Z) : list Z := map (Z.add 128) w.
Lemma bytes_back w : map weight (bytes_of w) = w.
Proof. unfold bytes_of. rewrite map_map. rewrite <- (map_id w) at 2. apply map_ext. intros x. unfold weight. lia. Qed.
Lemma bytes_fit w : forallb is_weight w = true -> Forall is_byte (bytes_of w).
Proof.
  rewrite forallb_forall. intros F. apply Forall_forall. intros b I. apply in_map_iff in I as (x & <- & I). specialize (F _ I).
  unfold is_weight, near, is_byte in *. lia.
Qed.

Lemma zip4_nth x : forall y u q, nth_error (zip4 x y) u = Some q ->
  exists a b, nth_error x u = Some a /\ nth_error y u = Some b /\ q = add4 a b.
Proof.
  induction x as [|a x IH]; intros [|b y] [|u] q E; cbn in E; try easy; [injection E as <-; cbn; eauto|]. exact (IH y u q E).
Qed.
Lemma fold_nth rows : forall acc u q, nth_error (fold_left zip4 rows acc) u = Some q ->
  exists a qs, nth_error acc u = Some a /\ Forall2 (fun r x => nth_error r u = Some x) rows qs /\ q = fold_left add4 qs a.
Proof.
  induction rows as [|r rows IH]; cbn; intros acc u q E; [exists q, []; auto|].
  destruct (IH _ _ _ E) as (a & qs & A & F & ->). destruct (zip4_nth _ _ _ _ A) as (b & x & B & X & ->). exists b, (x :: qs). auto.
Qed.
Lemma gate_fold g qs : forall a, gate_of g (fold_left add4 qs a) = sum (map (gate_of g) (a :: qs)).
Proof.
  induction qs as [|q qs IH]; intros a; cbn [fold_left map]; [unfold sum; cbn; lia|]. rewrite IH. cbn [map]. rewrite gate_add4. unfold sum. cbn. lia.
Qed.

Section Sums.
Variable s : spec.
Variable n : network.

(** All weights are those of bytes, there are as many as there are units, and scales are within their limits. *)
Definition row_fits (w : list Z) : bool := Nat.eqb (length w) (units n) && forallb is_weight w.
Definition bias_of (b : Z) : Z := Z.shiftr b 7.
Definition sums_fit : bool :=
  Nat.leb (units n) 1024 && near 0 14 (shift n) && Nat.leb (length (observation (shape n)) + length (arguments (shape n))) 32 &&
  forallb (fun row => Nat.eqb (length row) (units n) && forallb (all4 is_weight) row) (tables n) &&
  Nat.eqb (length (recurrent n)) (units n) && forallb (all4 row_fits) (recurrent n) &&
  forallb (fun '(w, b) => row_fits w && is_weight (bias_of b) && (Z.shiftl (bias_of b) 7 =? b)) (heads n).

(** What a call knows: a hidden state and a cell for each unit, of 8 and 16 bits. *)
Definition is_cell (c : Z) : Prop := -32768 <= c <= 32767.
Definition is_state (k : memory) : Prop :=
  length (fst k) = units n /\ length (snd k) = units n /\ Forall is_hidden (fst k) /\ Forall is_cell (snd k).

Lemma next_state i : forall p c, Forall is_hidden (fst (next n i p c)) /\ Forall is_cell (snd (next n i p c)) /\
  (length i = length p -> length p = length c -> length (fst (next n i p c)) = length c /\ length (snd (next n i p c)) = length c).
Proof.
  induction i as [|x i IH]; intros [|y p] [|z c]; cbn [next]; try (repeat split; cbn; auto; easy).
  destruct (unit_of (fraction n) (add4 x y) z) as [h k] eqn:U. destruct (next n i p c) as [hs ks] eqn:N. specialize (IH p c). rewrite N in IH.
  destruct IH as (H & C & L). assert (W : is_hidden h /\ is_cell k).
  { destruct (add4 x y) as [[[? ?] ?] ?]. cbn [unit_of] in U. injection U as <- <-. unfold is_hidden, is_cell, new_hidden, new_cell. split; apply clamp_range; lia. }
  destruct W as [W V]. cbn [fst snd] in *. split; [now constructor|]. split; [now constructor|].
  intros E F. injection E as E. injection F as F. destruct (L E F) as [P Q]. cbn [length]. auto.
Qed.

Hypothesis fit : sums_fit = true.
Lemma fits_all : (units n <= 1024)%nat /\ 0 <= shift n <= 14 /\ (length (observation (shape n)) + length (arguments (shape n)) <= 32)%nat /\
  (forall row, In row (tables n) -> length row = units n /\ forallb (all4 is_weight) row = true) /\ length (recurrent n) = units n /\
  (forall w g, In w (recurrent n) -> length (gate_of g w) = units n /\ forallb is_weight (gate_of g w) = true) /\
  (forall w b, In (w, b) (heads n) -> length w = units n /\ forallb is_weight w = true /\ is_weight (bias_of b) = true /\ Z.shiftl (bias_of b) 7 = b).
Proof.
  pose proof fit as E. unfold sums_fit in E. apply andb_prop in E as [E H]. apply andb_prop in E as [E R]. apply andb_prop in E as [E L].
  apply andb_prop in E as [E T]. apply andb_prop in E as [E O]. apply andb_prop in E as [U S]. rewrite forallb_forall in H, R, T.
  apply Nat.leb_le in U, O. apply Nat.eqb_eq in L. unfold near in S. split; [exact U|]. split; [lia|]. split; [exact O|]. split; [|split; [exact L|split]].
  - intros row I. specialize (T _ I). apply andb_prop in T as [A B]. now apply Nat.eqb_eq in A.
  - intros w g I. specialize (R _ I). apply (all4_gate _ _ g) in R. unfold row_fits in R. apply andb_prop in R as [A B]. now apply Nat.eqb_eq in A.
  - intros w b I. specialize (H _ I). cbn in H. apply andb_prop in H as [H B]. apply andb_prop in H as [H A]. unfold row_fits in H.
    apply andb_prop in H as [H W]. apply Nat.eqb_eq in H. apply Z.eqb_eq in B. auto.
Qed.

Lemma rows_in blocks : forall base symbols rows, rows_at n base blocks symbols = Some rows -> forall r, In r rows -> In r (tables n).
Proof.
  induction blocks as [|b blocks IH]; intros base [|[x|] symbols] rows E r I; cbn in E; try easy.
  - injection E as <-. easy.
  - apply bind_some in E as (_ & _ & E). apply bind_some in E as (row & N & E). apply bind_some in E as (t & R & E). injection E as <-.
    destruct I as [<- | I]; [now apply nth_error_In in N | eauto].
  - eauto.
Qed.
Lemma chosen_rows c v rows : chosen s n c v = Some rows -> (length rows <= 33)%nat /\ forall r, In r rows -> In r (tables n).
Proof.
  unfold chosen. intros E. apply bind_some in E as (q & _ & E). cbv zeta in E. destruct fits_all as (_ & _ & O & _).
  destruct (arguments_are_inputs _); (split; [apply rows_at_most in E; rewrite ?app_length in E; cbn [length] in E; lia | exact (rows_in _ _ _ _ E)]).
Qed.

Lemma zip4_length x : forall y, length x = length y -> length (zip4 x y) = length x.
Proof. induction x as [|a x IH]; intros [|b y] L; cbn in *; try easy. injection L as L. now rewrite IH. Qed.
Lemma inputs_length c v i : inputs s n c v = Some i -> length i = units n.
Proof.
  unfold inputs. intros E. apply bind_some in E as (rows & R & E). apply chosen_rows in R as [_ R]. destruct rows as [|row rows]; [easy|].
  injection E as <-. rewrite map_length. destruct fits_all as (_ & _ & _ & T & _).
  assert (A : length row = units n) by (apply T, R; now left). assert (B : forall r, In r rows -> length r = units n) by (intros r I; apply T, R; now right).
  clear R. revert row A. induction rows as [|r rows IH]; intros row A; [exact A|]. cbn [fold_left]. apply IH; [intros x I; apply B; now right|].
  rewrite zip4_length; [exact A|]. now rewrite A, (B r ltac:(now left)).
Qed.

(** A call begins with a state, and each step leads to one. *)
Theorem rest_is_state : is_state (rest n).
Proof.
  unfold is_state, rest. cbn [fst snd]. rewrite repeat_length. repeat split; apply Forall_forall; intros x I; apply repeat_spec in I; subst; unfold is_hidden, is_cell; lia.
Qed.
Theorem step_is_state c v k d k' : is_state k -> network_step s n c v k = Some (d, k') -> is_state k'.
Proof.
  intros (H & C & _) E. unfold network_step in E. apply bind_some in E as (i & I & E). injection E as _ <-. apply inputs_length in I.
  destruct (next_state i (products n (fst k)) (snd k)) as (P & Q & L). destruct fits_all as (_ & _ & _ & _ & R & _).
  assert (M : length (products n (fst k)) = units n) by (unfold products; now rewrite map_length).
  destruct (L ltac:(congruence) ltac:(congruence)) as [X Y]. unfold is_state. rewrite X, Y. auto.
Qed.

(** Of every step from a state: what [next] takes for a gate of a unit is what the runtime computes in 32 bits, from the bytes of the
    unit's recurrent row and of the rows that the step chooses. *)
Theorem gates_are_computed c v k i : is_state k -> inputs s n c v = Some i ->
  forall u x y g, nth_error i u = Some x -> nth_error (products n (fst k)) u = Some y ->
  exists rows w qs, chosen s n c v = Some rows /\ nth_error (recurrent n) u = Some w /\ Forall2 (fun r q => nth_error r u = Some q) rows qs /\
  gate_of g (add4 x y) = computed (gate (bytes_of (gate_of g w)) (fst k) (bytes_of (map (gate_of g) qs)) (Z.to_nat (shift n))).
Proof.
  intros (H & _ & F & _) I u x y g X Y. unfold inputs in I. apply bind_some in I as (rows & R & I). pose proof R as R0.
  apply chosen_rows in R as [M R]. destruct rows as [|row rows]; [easy|]. injection I as <-.
  destruct fits_all as (U & S & _ & T & _ & W & _).
  rewrite nth_error_map in X. destruct (nth_error (fold_left _ _ _) u) as [q|] eqn:Q; [|easy]. injection X as <-.
  destruct (fold_nth _ _ _ _ Q) as (a & qs & A & Qs & ->).
  unfold products in Y. rewrite nth_error_map in Y. destruct (nth_error (recurrent n) u) as [w|] eqn:N; [|easy]. injection Y as <-.
  exists (row :: rows), w, (a :: qs). split; [exact R0|]. split; [easy|]. split; [now constructor|].
  destruct (W w g (nth_error_In _ _ N)) as [L B].
  assert (All : Forall2 (fun r q => nth_error r u = Some q) (row :: rows) (a :: qs)) by now constructor.
  rewrite gate_is_right.
  - unfold gate_sum. rewrite !bytes_back, gate_add4, !gate_map4, gate_fold, Z2Nat.id by lia. reflexivity.
  - unfold bytes_of. rewrite map_length. congruence.
  - lia.
  - unfold bytes_of. rewrite !map_length. assert (E : length (row :: rows) = length (a :: qs)) by (clear - All; induction All; cbn; congruence). lia.
  - lia.
  - now apply bytes_fit.
  - exact F.
  - apply bytes_fit, forallb_forall. intros z J. apply in_map_iff in J as (q & <- & J).
    clear - All J R T. induction All as [|r q' rs qs' E All IH]; [easy|]. destruct J as [-> | J]; [|apply IH; [intros t K; apply R; now right | exact J]].
    destruct (T r (R r ltac:(now left))) as [_ B]. rewrite forallb_forall in B. apply (all4_gate _ _ g), B. now apply nth_error_In in E.
Qed.
(** And so is each score. *)
Theorem scores_are_computed k w b : is_state k -> In (w, b) (heads n) ->
  score (fst k) (w, b) = computed (output (bytes_of w) (fst k) (128 + bias_of b)).
Proof.
  intros (H & _ & F & _) I. destruct fits_all as (U & _ & _ & _ & _ & _ & W). destruct (W _ _ I) as (L & B & V & E).
  rewrite output_is_right.
  - rewrite bytes_back. unfold weight. replace (128 + bias_of b - 128) with (bias_of b) by lia. now rewrite E.
  - unfold bytes_of. rewrite map_length. congruence.
  - lia.
  - now apply bytes_fit.
  - exact F.
  - unfold is_weight, near, is_byte in *. lia.
Qed.
End Sums.
