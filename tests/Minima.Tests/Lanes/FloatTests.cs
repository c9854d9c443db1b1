using Minima.Tests.Matrix;
using Xunit;

namespace Minima.Tests.Lanes;

/// <summary>
/// The ulps that a loss states for float: the next power of two above the worst of the full measurement, which tools/Minima.FloatErrors makes and
/// tests/reference/float_ulps.json holds.
/// </summary>
public sealed class FloatTests
{
    public static TheoryData<string> Keys => Subjects.Named(FloatMeasurement.Keys.Select(Catalogue.Find));

    [Theory]
    [SlowData(nameof(Keys))]
    public void Float_lies_within_the_stated_ulps_of_double(string key)
    {
        var (ulps, where) = FloatMeasurement.Of(key, FloatMeasurement.Full / 10);
        Assert.True(ulps <= Catalogue.Find(key).FloatUlps, $"{where}, {Catalogue.Find(key).FloatUlps} are stated");
    }

    /// <summary>
    /// What a loss states is neither less than what was measured nor a figure of another time. The full measurement of a new loss may come
    /// later, if it states nothing: the law above holds it to the usual figure.
    /// </summary>
    [Theory]
    [MemberData(nameof(Keys))]
    public void Stated_ulps_are_the_measured_ones(string key)
    {
        var measured = FloatMeasurement.Read();
        var stated = Catalogue.Find(key).FloatUlps;
        if (measured.TryGetValue(key, out var widths))
        {
            Assert.Equal(["128", "256", "512"], widths.Keys);
            Assert.Equal(FloatMeasurement.Stated(widths.Values.Max()), stated);
        }
        else
        {
            Assert.True(stated == LossEntry.UsualFloatUlps, $"{key} states {stated} ulps and has not been measured: dotnet run -c Release --project tools/Minima.FloatErrors -- --loss {key} --write");
        }
    }

    /// <summary>A result that is no number where the double formula has one is infinitely far: it must not pass because it compares with nothing.</summary>
    [Fact]
    public void A_result_that_is_no_number_is_infinitely_far()
    {
        var worst = default(FloatAccuracy.Worst).With(float.NaN, 1, () => 0, "the term", [1]);
        Assert.Equal(double.PositiveInfinity, worst.Ulps);
    }
}
