namespace Minima.Training.Tests.Formulas;

/// <summary>The functions of formulas, as their names say, in double.</summary>
internal static class FormulaFunctions
{
    public static FormulaValue At(string name, FormulaValue[] x, FormulaValue? below) => name switch
    {
        "log" when below is not null => x[0].Map(a => Math.Log(a) / Math.Log(below.Scalar)),
        "log" => x[0].Map(Math.Log),
        "exp" => x[0].Map(Math.Exp),
        "sqrt" => x[0].Map(Math.Sqrt),
        "sin" => x[0].Map(Math.Sin),
        "cos" when x.Length == 2 => FormulaValue.Dot(x[0], x[1]).Scalar / (Length(x[0]) * Length(x[1])) is var cosine && double.IsNaN(cosine) ? 0 : cosine,
        "cos" => x[0].Map(Math.Cos),
        "tan" => x[0].Map(Math.Tan),
        "tanh" => x[0].Map(Math.Tanh),
        "arctan" => x[0].Map(Math.Atan),
        "logistic" => x[0].Map(a => 1 / (1 + Math.Exp(-a))),
        "max" when x is [{ Members: { } set }] => set.MaxBy(one => one.Scalar)!,
        "count" => x[0].Shape[0],
        "max" => x.Aggregate((a, b) => FormulaValue.Zip(a, b, Math.Max)),
        "min" => x.Aggregate((a, b) => FormulaValue.Zip(a, b, Math.Min)),
        "clip" => FormulaValue.Zip(FormulaValue.Zip(x[0], x[1], Math.Max), x[2], Math.Min),
        "softmax" => Softmax(x[0]),
        "sg" => x[0],
        "sgn" => x[0].Map(a => Math.Sign(a)),
        "var" => Variance(x[0]),
        "std" => Math.Sqrt(Variance(x[0])),
        "norm" when below is null or { Word: "F" } || below.IsNumber && below.Scalar == 2 && x[0].Rank == 1 => Length(x[0]),
        "norm" when below.IsNumber => Math.Pow(x[0].Numbers.Sum(a => Math.Pow(Math.Abs(a), below.Scalar)), 1 / below.Scalar),
        "Phi" => x[0].Map(Normal),
        "Gamma" => x[0].Map(a => Math.Exp(LogGamma(a))),
        _ => throw new FormatException($"no function {name}"),
    };

    public static FormulaValue Softmax(FormulaValue x)
    {
        if (x.Rank == 2) return x.Items(Softmax);
        var top = x.Numbers.Max();
        var total = x.Numbers.Sum(a => Math.Exp(a - top));
        return x.Map(a => Math.Exp(a - top) / total);
    }

    private static double Length(FormulaValue x) => x.Numbers.Select(Math.Abs).DefaultIfEmpty().Max() is > 0 and var top ? top * Math.Sqrt(x.Numbers.Sum(a => a / top * (a / top))) : 0;

    private static double Variance(FormulaValue x)
    {
        var mean = x.Numbers.Average();
        return x.Numbers.Sum(a => (a - mean) * (a - mean)) / (x.Numbers.Length - 1);
    }

    /// <summary>By the trapezium rule, which is exact to the last digits for a bell.</summary>
    private static double Normal(double x)
    {
        const double From = -12;
        const int Steps = 200_000;
        var width = (x - From) / Steps;
        var sum = 0.0;
        for (var i = 0; i <= Steps; i++) sum += (i is 0 or Steps ? 1 : i % 2 == 0 ? 2 : 4) * Math.Exp(-0.5 * Math.Pow(From + (i * width), 2));
        return sum * width / 3 / Math.Sqrt(2 * Math.PI);
    }

    /// <summary>Stirling's series, from where it holds to the last digit.</summary>
    private static double LogGamma(double x)
    {
        var before = 0.0;
        for (; x < 15; x++) before += Math.Log(x);
        var r = 1 / (x * x);
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + ((1.0 / 12 - (r * (1.0 / 360 - (r * (1.0 / 1260 - (r / 1680)))))) / x) - before;
    }
}
