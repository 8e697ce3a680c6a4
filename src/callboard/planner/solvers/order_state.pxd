
# The fields of `order_state.py`, for kernels that read and write them.


cdef class Shoot:
    # Scenes and actors, and sums over sets of them: 256 entries for each byte of a word.
    cdef int scene_count
    cdef int actor_count
    cdef unsigned long long all_scenes
    cdef unsigned long long[::1] scene_cast
    cdef unsigned long long[::1] actor_scenes
    cdef long long[::1] durations
    cdef long long[::1] pays
    cdef long long[::1] duration_sums
    cdef long long[::1] pay_sums
    cdef unsigned long long[::1] cast_unions

    # Limits of the bound: members of a group, its sets, newcomers that are dealt to it.
    cdef int large_group
    cdef int most_newcomers
    cdef int group_sets

    # The layer that is gone on from, the table of the next, and one that has become too small.
    cdef long long best
    cdef unsigned long long[::1] states
    cdef long long[::1] costs
    cdef unsigned long long[::1] table_states
    cdef long long[::1] table_costs
    cdef unsigned long long table_mask
    cdef long long table_count
    cdef unsigned long long[::1] full_states
    cdef long long[::1] full_costs
    cdef long long moved_slots

    # How far the work on the layer is.
    cdef long long position
    cdef long long kept
    cdef long long least
    cdef long long steps

    # Where the state stands.
    cdef unsigned long long done
    cdef unsigned long long remaining
    cdef unsigned long long started
    cdef unsigned long long on_location
    cdef unsigned long long newcomers

    # Those on location, and the group of them that is looked at; from `work` on by sets of its members.
    cdef long long[::1] people
    cdef int people_count
    cdef int group_count
    cdef int members
    cdef long long[::1] member_pay
    cdef long long[::1] member_work
    cdef long long[::1] scene_group
    cdef long long[::1] if_next
    cdef long long[::1] work
    cdef long long[::1] finish
    cdef long long[::1] after
    cdef long long[::1] group_pay

    # The group's newcomers; `new_missed` and `new_charge` by newcomer and set of members.
    cdef int newcomer_count
    cdef long long[::1] new_actor
    cdef long long[::1] new_partners
    cdef long long[::1] new_share
    cdef long long[::1] new_work
    cdef long long[::1] new_missed
    cdef long long[::1] new_charge


cdef long long duration_of(Shoot shoot, unsigned long long scenes) noexcept nogil
cdef long long pay_of(Shoot shoot, unsigned long long actors) noexcept nogil
cdef void stand_at(Shoot shoot, unsigned long long state) noexcept nogil
