using Minima.Training.Causal;

namespace Minima.Training.Tests.Causal;

/// <summary>Estimators of the average effect against formulas written out on four units, and what is refused.</summary>
public sealed class AverageEffectTests
{
    private static readonly double[] Treatment = [1, 0, 1, 0];
    private static readonly double[] Outcome = [1, 0.5, -0.3, 2];
    private static readonly double[] Propensity = [0.6, 0.3, 0.5, 0.2];
    private static readonly double[] Control = [0.2, 0.4, -0.1, 1.5];
    private static readonly double[] Treated = [0.9, 0.8, 0.1, 1.7];

    private static TreatedUnits Units => new([1, 2, 3, 4], 1, Treatment, Outcome);

    [Fact]
    public void TheDifferenceOfMeansIsThat()
    {
        var said = AverageEffects.DifferenceOfMeans(Units);
        Assert.Equal(0.35 - 1.25, said.Value, 1e-15);

        // Variances of two numbers are half of their squared difference.
        Assert.Equal(Math.Sqrt((1.3 * 1.3 / 2 / 2) + (1.5 * 1.5 / 2 / 2)), said.StandardError!.Value, 1e-15);
    }

    [Fact]
    public void PropensitiesWeighAsWrittenOut()
    {
        var treated = ((1 / 0.6) + (-0.3 / 0.5)) / ((1 / 0.6) + (1 / 0.5));
        var control = ((0.5 / 0.7) + (2 / 0.8)) / ((1 / 0.7) + (1 / 0.8));
        Assert.Equal(treated - control, AverageEffects.InversePropensity(Units, Propensity).Value, 1e-15);
    }

    [Fact]
    public void ScoresAreDoublyRobustAsWrittenOut()
    {
        double[] expected = [0.7 + (0.1 / 0.6), 0.4 - (0.1 / 0.7), 0.2 - (0.4 / 0.5), 0.2 - (0.5 / 0.8)];
        var scores = AverageEffects.Scores(Units, Propensity, Control, Treated);
        Assert.Equal(expected, scores, (x, y) => Math.Abs(x - y) < 1e-15);
        var said = AverageEffects.DoublyRobust(Units, Propensity, Control, Treated);
        var mean = expected.Average();
        Assert.Equal(mean, said.Value, 1e-15);
        Assert.Equal(Math.Sqrt(expected.Sum(score => (score - mean) * (score - mean)) / 3 / 4), said.StandardError!.Value, 1e-15);
    }

    /// <summary>With outcomes that are exactly right, propensities do not matter; with propensities that are right, outcomes do not, in the mean over draws.</summary>
    [Fact]
    public void OneRightEstimateIsEnough()
    {
        var exact = new TreatedUnits([1, 2, 3, 4], 1, Treatment, [.. Treatment.Select((t, i) => t == 1 ? Treated[i] : Control[i])]);
        Assert.Equal(0.375, AverageEffects.DoublyRobust(exact, [0.9, 0.01, 0.2, 0.7], Control, Treated).Value, 1e-15);

        // Both treatments of one unit, weighted by their probability: the mean score is the effect whatever is believed of outcomes.
        const double e = 0.3, y0 = 2, y1 = 5;
        var both = new TreatedUnits([1, 1], 1, [1, 0], [y1, y0]);
        var scores = AverageEffects.Scores(both, [e, e], [-7, -7], [11, 11]);
        Assert.Equal(y1 - y0, (e * scores[0]) + ((1 - e) * scores[1]), 1e-14);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(1.0)]
    [InlineData(double.NaN)]
    public void CertainTreatmentsAreRefused(double certain)
    {
        double[] propensity = [0.6, certain, 0.5, 0.2];
        Assert.Contains("Unit 1", Refused(() => AverageEffects.InversePropensity(Units, propensity)), StringComparison.Ordinal);
        Assert.Contains("Unit 1", Refused(() => AverageEffects.DoublyRobust(Units, propensity, Control, Treated)), StringComparison.Ordinal);
    }

    [Fact]
    public void BadUnitsAreRefused()
    {
        Assert.Contains("No unit", Refused(() => new TreatedUnits([1, 2], 1, [0, 0], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("Every unit", Refused(() => new TreatedUnits([1, 2], 1, [1, 1], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("0.5", Refused(() => new TreatedUnits([1, 2], 1, [0.5, 0], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("NaN", Refused(() => new TreatedUnits([1, 2], 1, [double.NaN, 0], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("outcome", Refused(() => new TreatedUnits([1, 2], 1, [1, 0], [1, double.PositiveInfinity])), StringComparison.Ordinal);
        Assert.Contains("position 1", Refused(() => new TreatedUnits([1, 2, 3, double.NaN], 2, [1, 0], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("width 2", Refused(() => new TreatedUnits([1, 2, 3], 2, [1, 0], [1, 2])), StringComparison.Ordinal);
        Assert.Contains("for 4 units", Refused(() => AverageEffects.InversePropensity(Units, [0.5])), StringComparison.Ordinal);
        Assert.Contains("for 4 units", Refused(() => AverageEffects.DoublyRobust(Units, Propensity, [1], Treated)), StringComparison.Ordinal);
    }

    private static string Refused(Func<object> act) => Assert.Throws<TrainingException>(act).Message;
}
