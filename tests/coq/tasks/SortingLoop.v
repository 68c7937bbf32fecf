(** Bubble sort with loops: why its teacher sorts. [runtime/tasks/src/sorting/looping.rs] says it in words. *)
From Npi Require Import Options Machine Interpreter.
From Npi.tasks Require Import Taught Array.
Open Scope Z_scope.

(** The first is BUBBLESORT. *)
Definition BUBBLE := 3. Definition RESET := 4. Definition COMPSWAP := 5. Definition LSHIFT := 6. Definition RSHIFT := 7.
Notation calls := (Taught.calls none).
Definition acts (what : Z) (e : bool) : decision := Decision ACT [what] e.

Section Sorting.
Variable s : spec.
Notation does := (does s none).
Notation is_done := (is_done s none).

(** All programs, step by step. *)
Definition everywhere (f : bool -> bool -> bool -> bool -> bool) : bool :=
  forallb (fun a => forallb (fun b => forallb (fun c => forallb (f a b c) [true; false]) [true; false]) [true; false]) [true; false].
Definition sorting_is_taught : bool := everywhere (fun g st e2 e3 =>
  let o := map flag [g; st; e2; e3] in
  is_done SORT 0 o (if e3 then calls NOP true else calls BUBBLE false) (if e3 then 0 else 1) &&
  is_done SORT 1 o (calls RESET false) 0 &&
  is_done BUBBLE 0 o (acts P2_RIGHT false) 1 &&
  is_done BUBBLE 1 o (if e2 then calls NOP true else calls COMPSWAP false) (if e2 then 0 else 2) &&
  is_done BUBBLE 2 o (calls RSHIFT false) 1 &&
  is_done RESET 0 o (calls LSHIFT false) 1 && is_done RESET 1 o (acts P2_LEFT false) 2 && is_done RESET 2 o (acts P3_RIGHT true) 0 &&
  is_done COMPSWAP 0 o (if g then acts SWAP true else calls NOP true) 0 &&
  is_done LSHIFT 0 o (if st then calls NOP true else acts P1_LEFT false) (if st then 0 else 1) &&
  is_done LSHIFT 1 o (acts P2_LEFT false) 0 &&
  is_done RSHIFT 0 o (acts P1_RIGHT false) 1 && is_done RSHIFT 1 o (acts P2_RIGHT true) 0).
Record taught_in (w : array) (o := observed w) (atend := fun p => Nat.leb (length (values w)) p) : Prop := TaughtIn {
  bubblesort_0 : does SORT 0 o = Some (if atend (p3 w) then calls NOP true else calls BUBBLE false, if atend (p3 w) then 0 else 1);
  bubblesort_1 : does SORT 1 o = Some (calls RESET false, 0);
  bubble_0 : does BUBBLE 0 o = Some (acts P2_RIGHT false, 1);
  bubble_1 : does BUBBLE 1 o = Some (if atend (p2 w) then calls NOP true else calls COMPSWAP false, if atend (p2 w) then 0 else 2);
  bubble_2 : does BUBBLE 2 o = Some (calls RSHIFT false, 1);
  reset_0 : does RESET 0 o = Some (calls LSHIFT false, 1);
  reset_1 : does RESET 1 o = Some (acts P2_LEFT false, 2);
  reset_2 : does RESET 2 o = Some (acts P3_RIGHT true, 0);
  compswap_0 : does COMPSWAP 0 o = Some (if wrong w then acts SWAP true else calls NOP true, 0);
  lshift_0 : does LSHIFT 0 o = Some (if Nat.eqb (p1 w) 0 then calls NOP true else acts P1_LEFT false, if Nat.eqb (p1 w) 0 then 0 else 1);
  lshift_1 : does LSHIFT 1 o = Some (acts P2_LEFT false, 0);
  rshift_0 : does RSHIFT 0 o = Some (acts P1_RIGHT false, 1);
  rshift_1 : does RSHIFT 1 o = Some (acts P2_RIGHT true, 0) }.
Lemma steps_taught : sorting_is_taught = true -> forall w, taught_in w.
Proof.
  unfold sorting_is_taught, everywhere. intros E w. assert (I : forall b, In b [true; false]) by (intros []; cbn; auto).
  rewrite forallb_forall in E. specialize (E (wrong w) (I _)). rewrite forallb_forall in E. specialize (E (Nat.eqb (p1 w) 0) (I _)).
  rewrite forallb_forall in E. specialize (E (Nat.leb (length (values w)) (p2 w)) (I _)).
  rewrite forallb_forall in E. specialize (E (Nat.leb (length (values w)) (p3 w)) (I _)).
  cbv beta zeta in E. repeat (apply andb_prop in E as [E ?]). split; now apply (is_done_does s none).
Qed.

Hypothesis taught : sorting_is_taught = true.
Hypothesis deep : depth s = 3%nat.

Notation teacher_runs := (run s arrays (teaching s)).
Notation call_on := (call_on s none).
Notation in_world w := (steps_taught taught w).
Ltac go k := rewrite (run_step s arrays _ _ _ k).
Ltac call_done := first [easy | rewrite deep; cbn; lia].

(** One turn of BUBBLE: the greater of two neighbours goes on. *)
Lemma run_turn rest pre a b post c : (length rest <= 1)%nat -> let i := length pre in
  teacher_runs 5 (call_on BUBBLE 1 :: rest, Array (pre ++ a :: b :: post) i (S i) c) =
  Some (call_on BUBBLE 1 :: rest, Array (pre ++ Z.min a b :: Z.max a b :: post) (S i) (S (S i)) c).
Proof.
  intros L i. set (l := pre ++ a :: b :: post). set (l' := pre ++ Z.min a b :: Z.max a b :: post).
  assert (N : length l = (i + S (S (length post)))%nat) by (unfold l; now rewrite app_length).
  assert (N' : length l' = (i + S (S (length post)))%nat) by (unfold l'; now rewrite app_length).
  go (call_on COMPSWAP 0 :: call_on BUBBLE 2 :: rest, Array l i (S i) c).
  2:{ pose proof (bubble_1 _ (in_world (Array l i (S i) c))) as D. cbn [values p2] in D.
      replace (Nat.leb (length l) (S i)) with false in D by (symmetry; apply Nat.leb_gt; lia).
      eapply (call_step s none arrays BUBBLE 1 rest _ COMPSWAP false); [exact D | call_done | call_done]. }
  go (call_on BUBBLE 2 :: rest, Array l' i (S i) c).
  2:{ pose proof (compswap_0 _ (in_world (Array l i (S i) c))) as D.
      replace (wrong (Array l i (S i) c)) with (b <? a) in D by (unfold wrong, l, i; cbn [values p1 p2]; now rewrite nth_here, nth_after).
      unfold l'. destruct (b <? a) eqn:Q.
      - eapply (act_step s none arrays COMPSWAP 0 _ _ [SWAP] true); [exact D|]. cbn [act arrays acted].
        change (SWAP =? SWAP) with true. cbv iota. unfold l, i. rewrite swapped_neighbours, Z.min_r, Z.max_l by lia. reflexivity.
      - rewrite Z.min_l, Z.max_r by lia. exact (nop_step s none arrays COMPSWAP 0 _ _ _ D). }
  go (call_on RSHIFT 0 :: call_on BUBBLE 1 :: rest, Array l' i (S i) c).
  2:{ eapply (call_step s none arrays BUBBLE 2 rest _ RSHIFT false); [apply bubble_2, (in_world (Array l' i (S i) c)) | call_done | call_done]. }
  go (call_on RSHIFT 1 :: call_on BUBBLE 1 :: rest, Array l' (S i) (S i) c).
  2:{ eapply (act_step s none arrays RSHIFT 0 _ _ [P1_RIGHT] false); [apply rshift_0, (in_world (Array l' i (S i) c)) | apply p1_right; lia]. }
  go (call_on BUBBLE 1 :: rest, Array l' (S i) (S (S i)) c); [reflexivity|].
  eapply (act_step s none arrays RSHIFT 1 _ _ [P2_RIGHT] true); [apply rshift_1, (in_world (Array l' (S i) (S i) c)) | apply p2_right; lia].
Qed.

(** BUBBLE, from its first turn on. *)
Lemma run_turns rest c : (length rest <= 1)%nat -> forall post pre a, let i := length pre in
  teacher_runs (5 * length post + 1) (call_on BUBBLE 1 :: rest, Array (pre ++ a :: post) i (S i) c) =
  Some (rest, Array (pre ++ pass_from a post) (i + length post) (S (i + length post)) c).
Proof.
  intros L. induction post as [|b post IH]; intros pre a i.
  - cbn [length pass_from]. rewrite Nat.add_0_r. change (5 * 0 + 1)%nat with 1%nat. set (w := Array (pre ++ [a]) i (S i) c).
    go (rest, w); [reflexivity|]. pose proof (bubble_1 _ (in_world w)) as D. cbv beta in D.
    replace (Nat.leb (length (values w)) (p2 w)) with true in D
      by (symmetry; apply Nat.leb_le; cbn; rewrite app_length; cbn; unfold i; lia).
    exact (nop_step s none arrays BUBBLE 1 rest w _ D).
  - replace (5 * length (b :: post) + 1)%nat with (5 + (5 * length post + 1))%nat by (cbn [length]; lia).
    erewrite run_next by exact (run_turn rest pre a b post c L). cbn [pass_from length].
    specialize (IH (pre ++ [Z.min a b]) (Z.max a b)). cbv zeta in IH. rewrite app_length in IH. cbn [length] in IH.
    rewrite <- !app_assoc in IH. cbn [app] in IH. replace (length pre + 1)%nat with (S i) in IH by (unfold i; lia).
    replace (i + S (length post))%nat with (S i + length post)%nat by lia. exact IH.
Qed.

(** LSHIFT: back to the start. *)
Lemma run_back rest l c i : teacher_runs (2 * i + 1) (call_on LSHIFT 0 :: rest, Array l i (S i) c) = Some (rest, Array l 0 1 c).
Proof.
  induction i as [|i IH].
  - change (2 * 0 + 1)%nat with 1%nat. go (rest, Array l 0 1 c); [reflexivity|].
    exact (nop_step s none arrays LSHIFT 0 _ _ _ (lshift_0 _ (in_world (Array l 0 1 c)))).
  - replace (2 * S i + 1)%nat with (1 + (1 + (2 * i + 1)))%nat by lia.
    go (call_on LSHIFT 1 :: rest, Array l i (S (S i)) c).
    2:{ eapply (act_step s none arrays LSHIFT 0 _ _ [P1_LEFT] false); [exact (lshift_0 _ (in_world (Array l (S i) (S (S i)) c))) | reflexivity]. }
    go (call_on LSHIFT 0 :: rest, Array l i (S i) c); [exact IH|].
    eapply (act_step s none arrays LSHIFT 1 _ _ [P2_LEFT] false); [exact (lshift_1 _ (in_world (Array l i (S (S i)) c))) | reflexivity].
Qed.

(** One pass, and back. *)
Lemma run_pass l c : (c < length l)%nat ->
  teacher_runs (7 * length l + 1) ([call_on SORT 0], Array l 0 0 c) = Some ([call_on SORT 0], Array (pass l) 0 0 (S c)).
Proof.
  intros L. destruct l as [|a l]; [cbn in L; lia|]. set (n := length l) in *.
  assert (P : length (pass (a :: l)) = S n) by now rewrite pass_length.
  replace (7 * length (a :: l) + 1)%nat with (1 + (1 + ((5 * n + 1) + (1 + (1 + ((2 * n + 1) + 2))))))%nat by (cbn [length]; fold n; lia).
  go ([call_on BUBBLE 0; call_on SORT 1], Array (a :: l) 0 0 c).
  2:{ pose proof (bubblesort_0 _ (in_world (Array (a :: l) 0 0 c))) as D. cbn [values p3] in D.
      replace (Nat.leb (length (a :: l)) c) with false in D by (symmetry; apply Nat.leb_gt; exact L).
      eapply (call_step s none arrays SORT 0 [] _ BUBBLE false); [exact D | call_done | call_done]. }
  go ([call_on BUBBLE 1; call_on SORT 1], Array (a :: l) 0 1 c).
  2:{ eapply (act_step s none arrays BUBBLE 0 _ _ [P2_RIGHT] false); [apply bubble_0, (in_world (Array (a :: l) 0 0 c)) | apply p2_right; cbn; lia]. }
  erewrite run_next by exact (run_turns [call_on SORT 1] c ltac:(cbn; lia) l [] a). cbn [app length Nat.add]. fold n.
  change (pass_from a l) with (pass (a :: l)).
  go ([call_on RESET 0; call_on SORT 0], Array (pass (a :: l)) n (S n) c).
  2:{ eapply (call_step s none arrays SORT 1 [] _ RESET false);
      [apply bubblesort_1, (in_world (Array (pass (a :: l)) n (S n) c)) | call_done | call_done]. }
  go ([call_on LSHIFT 0; call_on RESET 1; call_on SORT 0], Array (pass (a :: l)) n (S n) c).
  2:{ eapply (call_step s none arrays RESET 0 _ _ LSHIFT false);
      [apply reset_0, (in_world (Array (pass (a :: l)) n (S n) c)) | call_done | call_done]. }
  erewrite run_next by apply run_back.
  go ([call_on RESET 2; call_on SORT 0], Array (pass (a :: l)) 0 0 c).
  2:{ eapply (act_step s none arrays RESET 1 _ _ [P2_LEFT] false); [apply reset_1, (in_world (Array (pass (a :: l)) 0 1 c)) | reflexivity]. }
  go ([call_on SORT 0], Array (pass (a :: l)) 0 0 (S c)); [reflexivity|].
  eapply (act_step s none arrays RESET 2 _ _ [P3_RIGHT] true);
    [apply reset_2, (in_world (Array (pass (a :: l)) 0 0 c)) | apply p3_right; rewrite P; exact L].
Qed.

(** As many passes as there are values, and the end. *)
Lemma run_passes k : forall l, (k <= length l)%nat ->
  teacher_runs (k * (7 * length l + 1) + 1) ([call_on SORT 0], Array l 0 0 (length l - k)) =
  Some ([], Array (Nat.iter k pass l) 0 0 (length l)).
Proof.
  induction k as [|k IH]; intros l L.
  - rewrite Nat.sub_0_r. change (0 * (7 * length l + 1) + 1)%nat with 1%nat. set (w := Array l 0 0 (length l)).
    go ([] : list (frame (teaching s)), w); [reflexivity|].
    pose proof (bubblesort_0 _ (in_world w)) as D. cbv beta in D. replace (Nat.leb (length (values w)) (p3 w)) with true in D
      by (symmetry; now apply Nat.leb_le). exact (nop_step s none arrays SORT 0 _ _ _ D).
  - replace (S k * (7 * length l + 1) + 1)%nat with ((7 * length l + 1) + (k * (7 * length l + 1) + 1))%nat by lia.
    erewrite run_next by (apply run_pass; lia). rewrite <- (pass_length l). replace (S (length (pass l) - S k)) with (length (pass l) - k)%nat
      by (rewrite pass_length; lia).
    rewrite IH by (rewrite pass_length; lia). now rewrite iter_pass.
Qed.
End Sorting.

(** The teacher sorts. *)
Theorem loop_sorts s : sorting_is_taught s = true -> depth s = 3%nat -> sorts s (teaching s).
Proof.
  intros T D l F n. exists (n * (7 * n + 1) + 1)%nat, (Array (Nat.iter n pass l) 0 0 n).
  assert (n <> 0%nat) by (unfold n; now destruct l). split; [nia|].
  pose proof (run_passes s T D n l ltac:(lia)) as R. fold n in R. rewrite Nat.sub_diag in R. split; [exact R | apply passes_sort_all].
Qed.
