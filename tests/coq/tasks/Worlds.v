(** Holds the worlds of these files against runs in the runtime's. *)
From Npi Require Import Options Machine Network Interpreter Follows.
From Npi.tasks Require Scratchpad Columns Array.
Open Scope Z_scope.

(** A run of addition: two operands and what stood in OUT, digit by digit, and its steps. *)
Definition addition := (list Z * list Z * list Z * list run_step)%type.
Definition adds_as_run (s : spec) (n : network) (r : addition) : bool :=
  let '(x, y, z, steps) := r in let width := S (Nat.max (length x) (length y)) in
  let pads := Scratchpad.scratchpad (Scratchpad.row x) (Scratchpad.row y) width in
  let start := Scratchpad.Pad 0 0 0 0 (fun _ => 0) (fun _ => Scratchpad.BLANK) in
  match replayed s n pads ([((Columns.ADD, Columns.none), rest n)], start) steps with
  | Some w => equal (map (Scratchpad.out w) (seq 0 width)) (map (Scratchpad.row z) (seq 0 width))
  | None => false
  end.

(** A run of sorting: the values before and after, and its steps. *)
Definition sorting := (list Z * list Z * list run_step)%type.
Definition sorts_as_run (s : spec) (n : network) (r : sorting) : bool :=
  let '(l, sorted, steps) := r in
  match replayed s n Array.arrays ([((Array.SORT, Array.none), rest n)], Array.Array l 0 0 0) steps with
  | Some w => equal (Array.values w) sorted
  | None => false
  end.
