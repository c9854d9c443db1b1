using Minima.Reals;

namespace Minima.Analysis;

/// <summary>Finds <see cref="LossAnalysis.Coordinate"/>: from the structure of the formula, or by trial if the structure does not decide.</summary>
internal static class CoordinateSearch
{
    private const int Trials = 400;

    public static (LossCoordinate Coordinate, Evidence Evidence) Find(Setting setting)
    {
        var function = setting.Function;
        if (function.Target < 0 || !function.DomainOf(0).IsReal)
        {
            return (LossCoordinate.Prediction, Evidence.Proven);
        }

        var domain = function.DomainOf(function.Target);
        var formula = SymbolGraph.Record(function.Loss);
        if (domain.IsLabel && domain is { Low: -1, High: 1 })
        {
            return CoordinateFinder.UsesProductOnly(formula, function.Target) ? (LossCoordinate.Margin, Evidence.Proven)
                : Agree(setting, Margins) is null ? (LossCoordinate.Margin, Evidence.Searched)
                : (LossCoordinate.Prediction, Evidence.Searched);
        }

        return !domain.IsReal ? (LossCoordinate.Prediction, Evidence.Searched)
            : CoordinateFinder.UsesDifferenceOnly(formula, function.Target) ? (LossCoordinate.Residual, Evidence.Proven)
            : Agree(setting, Shifts) is null ? (LossCoordinate.Residual, Evidence.Searched)
            : (LossCoordinate.Prediction, Evidence.Searched);
    }

    /// <summary>Two elements with equal residuals but different losses, or null.</summary>
    public static (Witness First, Witness Second)? AgainstResidual(Setting setting) => Agree(setting, Shifts);

    /// <summary>Two elements with equal margins but different losses, or null.</summary>
    public static (Witness First, Witness Second)? AgainstMargin(Setting setting) => Agree(setting, Margins);

    public const int Count = Trials;

    private static (Witness First, Witness Second)? Agree(Setting setting, Func<Random, Setting, (double P, double T, double P2, double T2)> draw)
    {
        var random = new Random(7);
        var function = setting.Function;
        for (var i = 0; i < Trials; i++)
        {
            var (p, t, p2, t2) = draw(random, setting);
            if (!function.DomainOf(0).Contains(p) || !function.DomainOf(0).Contains(p2) || !function.DomainOf(function.Target).Contains(t) || !function.DomainOf(function.Target).Contains(t2))
            {
                continue;
            }

            var (a, b) = (function.Value(function.Point(p, t, setting.Extras)), function.Value(function.Point(p2, t2, setting.Extras)));
            if (!a.Equals(b) && !(Math.Abs(a - b) <= 1e-11 * Math.Max(Math.Abs(a), Math.Abs(b)) + 1e-13))
            {
                return (Made(function, p, t, setting), Made(function, p2, t2, setting));
            }
        }

        return null;
    }

    private static Witness Made(PointFunction function, double p, double t, Setting setting)
    {
        var x = function.Point(p, t, setting.Extras);
        return new Witness(p, t, function.Value(x), function.Slope(x));
    }

    /// <summary>A number on a grid of 1/64, so that sums and differences are exact; if the domain is short, a number inside it.</summary>
    private static double Draw(Random random, Domain domain) => double.IsFinite(domain.Low) && double.IsFinite(domain.High)
        ? domain.Low + random.Next(0, 65) / 64.0 * (domain.High - domain.Low)
        : random.Next(-2048, 2049) / 64.0;

    private static (double P, double T, double P2, double T2) Shifts(Random random, Setting setting)
    {
        var targets = setting.Function.DomainOf(setting.Function.Target);
        var (p, t, t2) = (Draw(random, setting.Function.DomainOf(0)), Draw(random, targets), Draw(random, targets));
        return (p, t, p + (t2 - t), t2);
    }

    private static (double P, double T, double P2, double T2) Margins(Random random, Setting setting)
    {
        var p = Draw(random, Domain.Real);
        return (p, 1, -p, -1);
    }
}
