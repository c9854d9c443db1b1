namespace Minima.Training.Quantization;

/// <summary>Finds the step of a grid for given numbers.</summary>
public static class StepSearch
{
    /// <summary>The number of steps to try, as fractions of the one whose grid covers all numbers.</summary>
    private const int Candidates = 100;

    /// <summary>The number of values that is enough; of more values, only every n-th is used.</summary>
    private const int MostValues = 1 << 16;

    /// <summary>Finds the step by a rule; 1 if all numbers are 0.</summary>
    /// <exception cref="TrainingException">A number is NaN or infinite.</exception>
    public static double Find(ReadOnlySpan<double> values, QuantizationFormat format, StepRule rule)
    {
        ArgumentNullException.ThrowIfNull(format);
        double reach = 0;
        foreach (var value in values)
        {
            if (!double.IsFinite(value)) throw new TrainingException($"Cannot find a step: one of the numbers is {value}. Find where it comes from: only finite models can be rounded.");
            reach = Math.Max(reach, value >= 0 ? value / format.Highest : format.IsSigned ? value / format.Lowest : 0);
        }

        if (reach == 0) return 1;
        return rule switch
        {
            StepRule.Range => reach,
            StepRule.LeastError => Cheapest(values, format, reach),
            _ => throw new TrainingException($"The rule {rule} for steps is unknown; there are {string.Join(", ", Enum.GetNames<StepRule>())}."),
        };
    }

    /// <summary>The mean squared difference between numbers and their rounded values on a grid.</summary>
    public static double Error(ReadOnlySpan<double> values, QuantizationFormat format, double step)
    {
        ArgumentNullException.ThrowIfNull(format);
        return values.IsEmpty ? 0 : Squares(values, format, step, 1) / values.Length;
    }

    private static double Cheapest(ReadOnlySpan<double> values, QuantizationFormat format, double reach)
    {
        var stride = ((values.Length - 1) / MostValues) + 1;
        var (best, least) = (reach, double.PositiveInfinity);
        for (var i = Candidates; i > 0; i--)
        {
            var step = reach * i / Candidates;
            var error = Squares(values, format, step, stride);
            if (error < least) (best, least) = (step, error);
        }

        return best;
    }

    private static double Squares(ReadOnlySpan<double> values, QuantizationFormat format, double step, int stride)
    {
        double sum = 0;
        for (var i = 0; i < values.Length; i += stride)
        {
            var off = values[i] - (step * Math.Clamp(Math.Round(values[i] / step), format.Lowest, format.Highest));
            sum += off * off;
        }

        return sum;
    }
}
