(** A task as [npi export coq] writes it: what its programs see, and everything that their teachers decide. *)
From Npi Require Import Options.
Open Scope Z_scope.

(** Programs by number: 0 is NOP, 1 is ACT, from 2 on those that are learned. *)
Definition NOP : Z := 0.
Definition ACT : Z := 1.
Definition FIRST : Z := 2.

(** A program, and the arguments with which it is called. *)
Definition call := (Z * list Z)%type.
Definition view := list Z.

(** What a step decides: which program is called, with which arguments, and whether the own call ends before that. *)
Record decision := Decision { called : Z; given : list Z; ends : bool }.

(** What a teacher does with a view: what it decides, and its memory from then on; or nothing is said of that view. *)
Definition row := (view * option (decision * Z))%type.

(** A program: of each slot nothing, or as what each symbol is seen; for each slot of arguments those with which it is called, or no slots
    if it takes none; and for each tuple of arguments the rows of each memory. *)
Record program := Program { sees : list (option (list Z)); domains : list (list Z); teacher : list (list Z * list (list row)) }.
Definition takes (q : program) : bool := match domains q with [] => false | _ => true end.

(** A task: frames of its stack, and its programs. *)
Record spec := Spec { depth : nat; learned : list program }.

Definition program_of (s : spec) (p : Z) : option program :=
  if p <? FIRST then None else nth_error (learned s) (Z.to_nat (p - FIRST)).

(** Whether a call of a program carries arguments. *)
Definition takes_arguments (s : spec) (p : Z) : bool :=
  (p =? ACT) || match program_of s p with Some q => takes q | None => false end.

(** What a program is shown of an observation. *)
Definition looked (seen : option (list Z)) (symbol : Z) : Z :=
  match seen with Some as_ => nth (Z.to_nat symbol) as_ symbol | None => 0 end.
Definition look (s : spec) (p : Z) (o : list Z) : view :=
  match program_of s p with Some q => map (fun '(seen, symbol) => looked seen symbol) (combine (sees q) o) | None => [] end.

(** Whatever decides: it begins each call afresh, and goes from state to state. None is an error, which ends a run. *)
Record policy := Policy { state : Type; fresh : state; decide : call -> view -> state -> option (decision * state) }.

(** The rows of a call's memories. *)
Definition rows_of (s : spec) (c : call) : option (list (list row)) :=
  let* q := program_of s (fst c) in
  let* r := find (fun r => equal (fst r) (snd c)) (teacher q) in
  Some (snd r).

(** The teacher: it looks up what its table says. *)
Definition teach (s : spec) (c : call) (v : view) (memory : Z) : option (decision * Z) :=
  let* memories := rows_of s c in
  let* rows := nth_error memories (Z.to_nat memory) in
  let* r := find (fun r => equal (fst r) v) rows in
  snd r.
Lemma taught s c memories v (m : Z) d (m' : Z) : rows_of s c = Some memories -> teach s c v m = Some (d, m') ->
  exists rows, nth_error memories (Z.to_nat m) = Some rows /\ In (v, Some (d, m')) rows.
Proof.
  unfold teach. intros -> E. cbn [bind] in E. apply bind_some in E as (rows & N & E). apply bind_some in E as ([u a] & F & E).
  apply find_some in F as [I Q]. cbn in Q, E. apply equal_eq in Q. subst. eauto.
Qed.
Definition teaching (s : spec) : policy := Policy Z 0 (teach s).

(** The second policy decides as the first, whatever a call is shown, for as long as the first decides anything. *)
CoInductive obeys (p q : policy) (c : call) (m : state p) (n : state q) : Prop :=
  Obeys : (forall v d m', decide p c v m = Some (d, m') ->
    exists n', decide q c v n = Some (d, n') /\ (ends d = false -> obeys p q c m' n')) -> obeys p q c m n.
