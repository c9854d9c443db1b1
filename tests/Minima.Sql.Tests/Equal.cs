namespace Minima.Sql.Tests;

/// <summary>Holds a fit by sums to the fit of the same rows in memory.</summary>
internal static class Equal
{
    /// <summary>The largest difference of objectives, relative to the objective.</summary>
    public const double Objective = 1e-12;

    /// <summary>The largest difference of predictions' coefficients, each in units of its size or of the largest effect.</summary>
    public const double Coefficient = 1e-9;

    /// <summary>What differs; empty where nothing does.</summary>
    public static string Differences(LinearModel expected, LinearModel found)
    {
        var wrong = new List<string>();
        var (e, f) = (expected.Certificate.Objective, found.Certificate.Objective);
        if (!(Math.Abs(e - f) <= Objective * Math.Max(1, Math.Abs(e)))) wrong.Add(FormattableString.Invariant($"objective {f:r}, expected {e:r}"));
        if (!expected.Features.SequenceEqual(found.Features, StringComparer.Ordinal)) wrong.Add($"features {string.Join(", ", found.Features)}, expected {string.Join(", ", expected.Features)}");
        else
        {
            var size = Math.Max(1, expected.Coefficients.SelectMany(row => row).Concat(expected.Intercepts).Max(Math.Abs));
            for (var k = 0; k < expected.Coefficients.Length; k++)
            {
                for (var j = 0; j < expected.Features.Count; j++) Compare(expected.Features[j], expected.Coefficients[k][j], found.Coefficients[k][j], size);
                Compare("intercept", expected.Intercepts[k], found.Intercepts[k], size);
            }
        }

        return string.Join("; ", wrong);

        void Compare(string name, double expectedValue, double foundValue, double size)
        {
            if (!(Math.Abs(expectedValue - foundValue) <= Coefficient * size)) wrong.Add(FormattableString.Invariant($"{name} {foundValue:r}, expected {expectedValue:r}"));
        }
    }
}
