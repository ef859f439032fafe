"""Whether what is done about an incident depends on people's care alone."""


def only_weak(actions):
    """Whether lasting actions stand among `actions`, and none of them does without somebody's attention every day.

    By the hierarchy of controls (ISO 45001, 8.1.2): rules, training, signs and personal equipment are weak. Containment
    does not count: it goes when the danger is removed.
    """
    lasting = [action for action in actions if action.status != action.Status.VOID and action.has_check]
    said = {action.strength for action in lasting}
    return bool(said & set(lasting[0].WEAK)) and not said & set(lasting[0].STRONG) if lasting else False
