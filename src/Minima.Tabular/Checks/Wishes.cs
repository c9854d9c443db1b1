using System.Globalization;

namespace Minima.Tabular;

/// <summary>What number is wanted.</summary>
internal enum WantedNumber
{
    /// <summary>Not said: the mean of a number, probabilities of classes.</summary>
    Unsaid,
    Mean,
    Median,
    Quantile,
    Probability,
    Order,
    Class,
}

/// <summary>The answers to the six questions; what was not answered has its default.</summary>
internal sealed record Wishes
{
    /// <summary>The words of --want that stand alone.</summary>
    public static readonly string[] WantWords = ["mean", "median", "quantile=LEVEL", "probability", "order", "class"];

    public WantedNumber Want { get; init; }

    /// <summary>The level of a quantile.</summary>
    public double Level { get; init; } = 0.5;

    /// <summary>What predicting one unit too high costs.</summary>
    public double Over { get; init; } = 1;

    /// <summary>What predicting one unit too low costs.</summary>
    public double Under { get; init; } = 1;

    /// <summary>Errors count in per cent.</summary>
    public bool Relative { get; init; }

    /// <summary>The column that says which targets are known only as "at least".</summary>
    public string? Censored { get; init; }

    /// <summary>The column that is 1 where the target is an event, 0 where it is known only as "at least".</summary>
    public string? Event { get; init; }

    public bool NoisyLabels { get; init; }

    /// <summary>The rare class matters more.</summary>
    public bool Rare { get; init; }

    /// <summary>Too high and too low cost the same.</summary>
    public bool IsEven => Over.Equals(Under);

    /// <summary>The level whose quantile an uneven linear cost is lowest at.</summary>
    public double CostLevel => Under / (Over + Under);

    /// <summary>These wishes with the answer to --want.</summary>
    /// <exception cref="UsageException">Not one of the words.</exception>
    public Wishes WithWant(string text)
    {
        var word = text.Trim();
        if (word.StartsWith("quantile", StringComparison.Ordinal))
        {
            var equals = word.IndexOf('=', StringComparison.Ordinal);
            return equals > 0 && Number(word[(equals + 1)..]) is > 0 and < 1 and var level
                ? this with { Want = WantedNumber.Quantile, Level = level }
                : throw new UsageException($"advise: --want {Wording.Quote(text)}: a quantile has a level between 0 and 1, as in --want quantile=0.9.");
        }

        return word switch
        {
            "mean" => this with { Want = WantedNumber.Mean },
            "median" => this with { Want = WantedNumber.Median },
            "probability" => this with { Want = WantedNumber.Probability },
            "order" => this with { Want = WantedNumber.Order },
            "class" => this with { Want = WantedNumber.Class },
            _ => throw new UsageException($"advise: --want {Wording.Quote(text)} is not understood{Wording.DidYouMean(word, ["mean", "median", "quantile", "probability", "order", "class"])}; one of {string.Join(", ", WantWords)} is expected."),
        };
    }

    /// <summary>These wishes with the answer to --cost: <c>over=1,under=4</c>.</summary>
    /// <exception cref="UsageException">Not two positive numbers.</exception>
    public Wishes WithCost(string text)
    {
        var (over, under) = (Over, Under);
        foreach (var piece in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            var value = equals > 0 ? Number(piece[(equals + 1)..]) : null;
            if (value is not > 0 || piece[..equals].Trim() is not ("over" or "under"))
            {
                throw new UsageException($"advise: --cost {Wording.Quote(text)} is not understood; what one unit too high and too low cost is expected, both above 0, as in --cost over=1,under=4.");
            }

            if (piece[..equals].Trim() == "over")
            {
                over = value.Value;
            }
            else
            {
                under = value.Value;
            }
        }

        return this with { Over = over, Under = under };
    }

    /// <summary>These wishes with the answer to --error.</summary>
    /// <exception cref="UsageException">Neither absolute nor relative.</exception>
    public Wishes WithError(string text) => this with
    {
        Relative = Choice("--error", text, "absolute", "relative"),
    };

    /// <summary>These wishes with the answer to --labels.</summary>
    /// <exception cref="UsageException">Neither sure nor noisy.</exception>
    public Wishes WithLabels(string text) => this with
    {
        NoisyLabels = Choice("--labels", text, "sure", "noisy"),
    };

    private static bool Choice(string option, string text, string no, string yes) => text.Trim() switch
    {
        var word when word == no => false,
        var word when word == yes => true,
        _ => throw new UsageException($"advise: {option} {Wording.Quote(text)} is not understood; {no} or {yes} is expected."),
    };

    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
