(** A whole model: the network of each of its tasks obeys its teacher, of whom the spec says everything. *)
From Npi Require Import Options Blob Machine Interpreter Network Sequences Boxes Fits.
Open Scope Z_scope.

Definition memories_of (q : program) : nat := match teacher q with (_, memories) :: _ => length memories | [] => O end.
Definition views_of (q : program) : nat := match teacher q with (_, rows :: _) :: _ => length rows | _ => O end.

(** The boxes of each program, by its method: 0 none, as it is proven by sequences; 1 one for each memory; 2 one for each memory and
    view. Without methods all are proven by sequences. *)
Fixpoint shares (qs : list program) (methods : list Z) (boxes : list box) : option (list (option (list (list box)))) :=
  match qs, methods with
  | [], [] => let* _ := guard (match boxes with [] => true | _ => false end) in Some []
  | q :: qs, m :: methods =>
    if m =? 0 then let* r := shares qs methods boxes in Some (None :: r) else
    let each := if m =? 1 then 1%nat else views_of q in
    let* (own, boxes) := take (memories_of q * each) boxes in
    let* own := cut (memories_of q) each own in
    let* r := shares qs methods boxes in
    Some (Some own :: r)
  | _, _ => None
  end.

Section Obeys.
Variable s : spec.
Variable n : network.

Definition call_of (p : nat) (arguments : list Z) : call := (FIRST + Z.of_nat p, arguments).
Definition program_is_right (p : nat) (q : program) (boxes : option (list (list box))) : bool :=
  forallb (fun '(arguments, memories) => let c := call_of p arguments in
    match boxes with
    | None => call_is_right s n c memories
    | Some boxes => call_is_kept s n boxes c memories
    end) (teacher q).
Definition network_is_right : bool :=
  let methods := match methods (shape n) with [] => map (fun _ => 0) (learned s) | m => m end in
  match shares (learned s) methods (kept n) with
  | Some shared => forallb (fun '(p, (q, boxes)) => program_is_right p q boxes) (indexed (combine (learned s) shared))
  | None => false
  end.

Lemma shares_length qs : forall methods boxes r, shares qs methods boxes = Some r -> length r = length qs.
Proof.
  induction qs as [|q qs IH]; intros [|m methods] boxes r E; cbn in E; try easy.
  - apply bind_some in E as (_ & _ & E). now injection E as <-.
  - destruct (m =? 0).
    + apply bind_some in E as (t & T & E). injection E as <-. cbn. now rewrite (IH _ _ _ T).
    + apply bind_some in E as ([own rest] & _ & E). apply bind_some in E as (own' & _ & E). apply bind_some in E as (t & T & E).
      injection E as <-. cbn. now rewrite (IH _ _ _ T).
Qed.
Lemma combine_nth_error {A B} (l : list A) : forall (r : list B) i x, length r = length l -> nth_error l i = Some x ->
  exists y, nth_error (combine l r) i = Some (x, y).
Proof.
  induction l as [|a l IH]; intros [|b r] [|i] x L N; cbn in L, N; try easy; cbn.
  - injection N as ->. eauto.
  - injection L as L. eauto.
Qed.

Theorem right_network_obeys : network_is_right = true -> forall c, obeys (teaching s) (networking s n) c (fresh (teaching s)) (fresh (networking s n)).
Proof.
  unfold network_is_right. intros R c. destruct (shares _ _ _) as [shared|] eqn:E; [|easy].
  apply shares_length in E. rewrite forallb_forall in R. destruct (rows_of s c) as [memories|] eqn:M.
  - unfold rows_of in M. pose proof M as T. apply bind_some in T as (q & Q & T). apply bind_some in T as ([arguments ms] & F & T).
    cbn in T. injection T as ->. apply find_some in F as [I A]. cbn in A. apply equal_eq in A. subst arguments.
    unfold program_of in Q. destruct (fst c <? FIRST) eqn:L; [easy|].
    destruct (combine_nth_error _ _ _ _ E Q) as (boxes & N). specialize (R _ (in_indexed _ _ _ N)). cbn in R.
    unfold program_is_right in R. rewrite forallb_forall in R. specialize (R _ I). cbn in R.
    assert (C : call_of (Z.to_nat (fst c - FIRST)) (snd c) = c).
    { unfold call_of. destruct c as [p a]. cbn [fst snd] in *. f_equal. lia. }
    rewrite C in R. destruct boxes; [apply (kept_call_obeys _ _ _ _ _ M R) | apply (right_call_obeys _ _ _ _ M R)].
  - constructor. intros v d m' T. cbn in T. unfold teach in T. now rewrite M in T.
Qed.
End Obeys.

Definition model_is_right (blob : list Z) (specs : list (Z * spec)) : bool :=
  forallb (fun '(print, s) => match network_in print blob with
    | Some n => if spec_fits s (shape n) then network_is_right s n else false
    | None => false
    end) specs.

(** A model's network does what its teacher does, who has an answer or a row that says none for every call, memory and view: in any
    environment, from any call and world, wherever the teacher comes, the network comes by as many steps, to the same calls on the stack
    and the same world. *)
Definition network_does_as_taught (blob : list Z) (print : Z) (s : spec) : Prop :=
  exists n, network_in print blob = Some n /\ spec_fits s (shape n) = true /\ forall e steps c w stack w',
    run s e (teaching s) steps ([(c, 0)], w) = Some (stack, w') ->
    exists stack', run s e (networking s n) steps ([(c, rest n)], w) = Some (stack', w') /\ map fst stack' = map fst stack.

Theorem right_model_does_as_taught blob specs : model_is_right blob specs = true ->
  forall print s, In (print, s) specs -> network_does_as_taught blob print s.
Proof.
  unfold model_is_right. intros R print s I. rewrite forallb_forall in R. specialize (R _ I). cbn in R.
  destruct (network_in print blob) as [n|] eqn:N; [|easy]. destruct (spec_fits s (shape n)) eqn:F; [|easy].
  exists n. split; [exact N|]. split; [exact F|]. intros e steps c w f w' E.
  exact (runs_alike s e (teaching s) (networking s n) (right_network_obeys s n R) steps c w f w' E).
Qed.
