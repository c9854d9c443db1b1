namespace Minima.Tensors.Streams;

/// <summary>What a learner does when its detector says that the stream has changed.</summary>
public enum DriftReaction
{
    /// <summary>Nothing: alarms are only told.</summary>
    None,

    /// <summary>The learning rate begins again at its first value.</summary>
    RaiseRate,

    /// <summary>The weights and the rate begin again.</summary>
    Reset,

    /// <summary>Another loss takes over, at the first rate.</summary>
    SwitchLoss,
}
