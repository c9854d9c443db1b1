using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Checks if a loss is convex in the prediction: by the rules of convex composition, or because a search finds no counter-example.</summary>
internal sealed class ConvexitySearch(LossAnalysis analysis)
{
    /// <summary>Relative tolerance: derivatives are accurate to many digits, differences of values to fewer.</summary>
    private const double SlopeTolerance = 1e-9;

    private const double ValueTolerance = 1e-10;

    private const int Chords = 4000;

    /// <summary>The number of comparisons in <see cref="Against"/>.</summary>
    public long Trials { get; private set; }

    /// <summary>The evidence for convexity; null if the loss is not convex.</summary>
    public Evidence? Find() =>
        IsProven() ? Evidence.Proven : Against() is null ? Evidence.Searched : null;

    /// <summary>True if the structure alone proves it, for every value of the other inputs.</summary>
    public bool IsProven() => ConvexityRules.IsConvex(SymbolGraph.Record(analysis.Loss), analysis.Function);

    /// <summary>Elements that contradict convexity: two whose derivatives fall, or three of which the middle one is above the chord; null if there are none.</summary>
    public Witness[]? Against()
    {
        foreach (var section in analysis.Sections)
        {
            if (SlopesFall(section) is { } falling)
            {
                return falling;
            }

            for (var i = 1; i < section.Count - 1; i++)
            {
                if (Above(section.WitnessAt(i - 1), section.WitnessAt(i), section.WitnessAt(i + 1)) is { } above)
                {
                    return above;
                }
            }
        }

        // Chords between any two points, not only between neighbours.
        var random = new Random(11);
        for (var n = 0; n < Chords; n++)
        {
            var section = analysis.Sections[random.Next(analysis.Sections.Count)];
            var (i, j) = (random.Next(section.Count), random.Next(section.Count));
            if (i == j)
            {
                continue;
            }

            var (a, b) = (section.WitnessAt(Math.Min(i, j)), section.WitnessAt(Math.Max(i, j)));
            var middle = a.Prediction + random.NextDouble() * (b.Prediction - a.Prediction);
            if (middle > a.Prediction && middle < b.Prediction && Above(a, section.Witness(middle), b) is { } above)
            {
                return above;
            }
        }

        return null;
    }

    private Witness[]? SlopesFall(Section section)
    {
        Witness? highest = null;
        for (var i = 0; i < section.Count; i++)
        {
            var here = section.WitnessAt(i);
            if (!double.IsFinite(here.Slope) || !double.IsFinite(here.Value))
            {
                continue;
            }

            Trials++;
            if (highest is { } high && here.Slope < high.Slope - SlopeTolerance * Math.Max(Math.Abs(high.Slope), Math.Abs(here.Slope)) - 1e-250)
            {
                return [high, here];
            }

            if (highest is null || here.Slope > highest.Value.Slope)
            {
                highest = here;
            }
        }

        return null;
    }

    private Witness[]? Above(Witness a, Witness middle, Witness b)
    {
        Trials++;
        if (!double.IsFinite(a.Value) || !double.IsFinite(b.Value) || !double.IsFinite(middle.Value))
        {
            return null;
        }

        var share = (middle.Prediction - a.Prediction) / (b.Prediction - a.Prediction);
        var chord = a.Value + share * (b.Value - a.Value);
        var size = Math.Max(Math.Abs(a.Value), Math.Max(Math.Abs(b.Value), Math.Abs(middle.Value)));
        return middle.Value > chord + ValueTolerance * size + 1e-250 ? [a, middle, b] : null;
    }
}
