namespace Minima.Cli.Compare;

/// <summary>How the model's output u becomes the raw prediction: offset + factor u.</summary>
internal readonly record struct OutputScale(double Offset, double Factor)
{
    /// <summary>In the target's units for a number, around the logarithm of the mean for a loss that predicts one, as it is for classes.</summary>
    public static OutputScale For(LossEntry entry, TargetKind kind, OuterFold fold) => (kind, entry.Link) switch
    {
        (TargetKind.Binary or TargetKind.MultiClass, _) => new(0, 1),
        (_, PredictionLink.Log) => new(Math.Log(fold.Split.TrainTarget.Average()), 1),
        _ => new(fold.Center, fold.Scale),
    };
}
