namespace Minima.Tensors.Streams;

/// <summary>The reaction of a learner if its detector reports that the stream has changed.</summary>
public enum DriftReaction
{
    /// <summary>None: alarms are only reported.</summary>
    None,

    /// <summary>The learning rate restarts at its initial value.</summary>
    RaiseRate,

    /// <summary>The weights and the rate restart.</summary>
    Reset,

    /// <summary>Another loss takes over, at the initial rate.</summary>
    SwitchLoss,
}
