using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>The function from a raw prediction of a linear model to a number or probability, in a form that a source can evaluate row by row.</summary>
/// <param name="Link">The function; never <see cref="PredictionLink.Other"/>.</param>
/// <param name="IsProbability">True for a probability, else for a number.</param>
internal sealed record SourceReading(PredictionLink Link, bool IsProbability)
{
    /// <summary>A loss as text whose derivatives define the probability: that of class 1 at which they balance; null for <see cref="Link"/>.</summary>
    public Loss? BySlopes { get; init; }

    /// <summary>The raw prediction above which class 1 is predicted.</summary>
    public double Threshold { get; init; }

    /// <summary>The raw prediction itself.</summary>
    public static SourceReading Raw { get; } = new(PredictionLink.Identity, false);

    /// <summary>The reading of a score's outputs.</summary>
    /// <exception cref="UsageException">The link is found by a search, for which there is no expression.</exception>
    public static SourceReading OfScore(OutputReader reader) => Find(reader) ?? throw Searched(reader.Losses[0]!);

    /// <summary>The reading of a score's outputs; null if the link is found by a search, for which there is no expression.</summary>
    public static SourceReading? Find(OutputReader reader)
    {
        var (meaning, loss) = (reader.Meaning, reader.Losses[0]);
        if (meaning.Kind != PredictionTask.Binary) return meaning.LinkKind == PredictionLink.Log ? Raw with { Link = PredictionLink.Log } : meaning.LinkKind == PredictionLink.Other && CanDerive(loss) ? null : Raw;
        var sample = reader.Judge([[0]], [0.0])[0];
        if (sample.Probability is null) return Raw with { Threshold = sample.Threshold };
        if (loss is { Entry.IsText: true }) return new(PredictionLink.Identity, true) { BySlopes = loss, Threshold = sample.Threshold };
        return meaning.LinkKind == PredictionLink.Other ? null : new(meaning.LinkKind, true) { Threshold = sample.Threshold };
    }

    /// <summary>The reading of <c>minima predict</c> for a model of one number or of two classes.</summary>
    /// <exception cref="UsageException">The link is found by a search, for which there is no expression.</exception>
    public static SourceReading OfPrediction(LinearModel model)
    {
        var loss = ModelLoss.Of(model);
        if (model.Link == PredictionLink.Other && LossAnalysis.CanAnalyse(loss)) throw Searched(loss);
        if (model.Kind != TargetKind.Binary)
        {
            return model.Link switch
            {
                PredictionLink.Log => Raw with { Link = PredictionLink.Log },
                PredictionLink.Identity or PredictionLink.Sign or PredictionLink.None or PredictionLink.Other => Raw,
                _ => new(model.Link, true),
            };
        }

        var isScore = model.Link is PredictionLink.Sign or PredictionLink.None or PredictionLink.Other || (model.Link == PredictionLink.Identity && model.Mapping[0].Value < 0);
        return isScore ? Raw with { Threshold = model.Threshold ?? 0 } : new(model.Link, true) { Threshold = model.Threshold ?? InverseLink.Threshold(model.Link) };
    }

    private static bool CanDerive(Loss? loss) => loss is not null && LossAnalysis.CanAnalyse(loss);

    private static UsageException Searched(Loss loss) => new(
        $"The predictions of {loss.Entry.Key} represent a quantity that only a search finds, and a database has no expression for it; read the rows from a file.");
}
