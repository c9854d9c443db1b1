using Minima.Reals;
using Minima.Reals.Primitives;
using Xunit;

namespace Minima.Tests.Text;

/// <summary>What a text means: every operator, every function, what binds tighter, what is read from the right.</summary>
public sealed class GrammarTests
{
    private const double P = 0.75;
    private const double T = -1.5;
    private const double X = 2.25;
    private const double Y = 0.3;

    public static TheoryData<string, double> Values => new()
    {
        // Numbers.
        { "p + 1", P + 1 },
        { "p + 1.5", P + 1.5 },
        { "p + .5", P + 0.5 },
        { "p + 1e-3", P + 1e-3 },
        { "p + 1E3", P + 1e3 },
        { "p + 2.5e+2", P + 250 },
        { "p + 007", P + 7 },
        { "p + 1.7976931348623157e308", P + 1.7976931348623157e308 },
        { "p * 5e-324", P * 5e-324 },
        { "p + 0e999", P },

        // Operators and what binds tighter.
        { "p - t", P - T },
        { "p - t - x", P - T - X },
        { "p - (t - x)", P - (T - X) },
        { "p / t / x", P / T / X },
        { "p / t * x", P / T * X },
        { "p * t / x", P * T / X },
        { "p + t * x", P + T * X },
        { "(p + t) * x", (P + T) * X },
        { "p - t + x", P - T + X },
        { "-p", -P },
        { "--p", P },
        { "---p", -P },
        { "p - -t", P + T },
        { "p--t", P + T },
        { "p * -t", P * -T },
        { "-p * t", -P * T },
        { "-p + t", -P + T },

        // Powers.
        { "p^2", P * P },
        { "-p^2", -(P * P) },
        { "(-p)^2", P * P },
        { "p^-2", Math.Pow(P, -2) },
        { "2^-3 * p", 0.125 * P },
        { "p^2^3", Math.Pow(P, 8) },
        { "(p^2)^3", Math.Pow(P * P, 3) },
        { "2^3^2 + p", 512 + P },
        { "p^-2^2", Math.Pow(P, -4) },
        { "2*p^2", 2 * (P * P) },
        { "p^2*t", P * P * T },
        { "-2^2 + p", -4 + P },
        { "p^(1/2)", Math.Sqrt(P) },
        { "p^0.5", Math.Pow(P, 0.5) },
        { "x^p", Math.Pow(X, P) },
        { "2^p", Math.Pow(2, P) },
        { "p^1", P },
        { "p^0", 1 },

        // Conditions.
        { "p < x ? t : y", T },
        { "p > x ? t : y", Y },
        { "p <= x ? t : y", T },
        { "p >= x ? t : y", Y },
        { "p < p ? t : y", Y },
        { "p > p ? t : y", Y },
        { "p <= p ? t : y", T },
        { "p >= p ? t : y", T },
        { "p < x ? p < t ? 1 : 2 : 3", 2 },
        { "p < t ? 1 : p < x ? 2 : 3", 2 },
        { "p < t ? 1 : x < p ? 2 : 3", 3 },
        { "(p < x) ? t : y", T },
        { "((p < x)) ? t : y", T },
        { "(p < x ? t : y) < x ? 1 : 2", 1 },
        { "p + 1 < x - 1 ? 1 : 2", 2 },
        { "1 + (p < x ? t : y)", 1 + T },
        { "p < x ? t : y + 1", T },
        { "x < p ? t : y + 1", Y + 1 },
        { "-p < x ? 1 : 2", 1 },
        { "max(p < x ? 1 : 2, 0)", 1 },

        // Spaces, both names of prediction and target, names with letters of any script.
        { "  p\t-\r\n t ", P - T },
        { "prediction - target", P - T },
        { "prediction - t + p - target", 2 * (P - T) },
        { "p + _a1", P + X },
        { "p + \u03b4", P + X },
        { "p + \u91cd\u91cf", P + X },
        { "p + P", P + X },
        { "p + e", P + X },
        { "p + e1", P + X },
        { "p*2+x", P * 2 + X },
        { "p + maximal", P + X },
    };

    public static TheoryData<string, double> Functions => new()
    {
        { "exp(p)", Math.Exp(P) },
        { "expm1(p)", Math.Exp(P) - 1 },
        { "log(p)", Math.Log(P) },
        { "ln(p)", Math.Log(P) },
        { "log1p(p)", Math.Log(1 + P) },
        { "sqrt(p)", Math.Sqrt(P) },
        { "pow(p, x)", Math.Pow(P, X) },
        { "pow(p, 2)", P * P },
        { "power(p, 3)", P * P * P },
        { "sigmoid(p)", 1 / (1 + Math.Exp(-P)) },
        { "expit(p)", 1 / (1 + Math.Exp(-P)) },
        { "log_sigmoid(p)", -Math.Log(1 + Math.Exp(-P)) },
        { "logsigmoid(p)", -Math.Log(1 + Math.Exp(-P)) },
        { "log_expit(p)", -Math.Log(1 + Math.Exp(-P)) },
        { "softplus(p)", Math.Log(1 + Math.Exp(P)) },
        { "log1pexp(p)", Math.Log(1 + Math.Exp(P)) },
        { "tanh(p)", Math.Tanh(P) },
        { "log_cosh(p)", Math.Log(Math.Cosh(P)) },
        { "logcosh(p)", Math.Log(Math.Cosh(P)) },
        { "sin(p)", Math.Sin(P) },
        { "cos(p)", Math.Cos(P) },
        { "sinpi(p)", Math.Sin(Math.PI * P) },
        { "sin_pi(p)", Math.Sin(Math.PI * P) },
        { "cospi(p)", Math.Cos(Math.PI * P) },
        { "cos_pi(p)", Math.Cos(Math.PI * P) },
        { "atan(p)", Math.Atan(P) },
        { "arctan(p)", Math.Atan(P) },
        { "hypot(p, x)", Math.Sqrt(P * P + X * X) },
        { "xlogy(p, x)", P * Math.Log(X) },
        { "xlog1py(p, x)", P * Math.Log(1 + X) },
        { "zero_times(p, x)", P * X },
        { "logaddexp(p, x)", Math.Log(Math.Exp(P) + Math.Exp(X)) },
        { "log_add_exp(p, x)", Math.Log(Math.Exp(P) + Math.Exp(X)) },
        { "log1mexp(-p)", Math.Log(1 - Math.Exp(-P)) },
        { "log1p_square(p)", Math.Log(1 + P * P) },
        { "expm1_ratio(p)", (Math.Exp(P) - 1) / P },
        { "exp_ratio(p)", (Math.Exp(P) - 1) / P },
        { "exprel(p)", (Math.Exp(P) - 1) / P },
        { "log_remainder(p)", P - Math.Log(1 + P) },
        { "exp_remainder(p)", Math.Exp(P) - 1 - P },
        { "softplus_mix(p, x, y)", X * Math.Log(1 + Math.Exp(P)) + Y * Math.Log(1 + Math.Exp(-P)) },
        { "sigmoid_mix(p, x, y)", X / (1 + Math.Exp(-P)) + Y / (1 + Math.Exp(P)) },
        { "log_gamma(p + 2.25)", Math.Log(2) },
        { "lgamma(p + 2.25)", Math.Log(2) },
        { "loggamma(p + 2.25)", Math.Log(2) },
        { "gammaln(p + 2.25)", Math.Log(2) },
        { "digamma(p + 0.25)", -0.57721566490153286 },
        { "psi(p + 0.25)", -0.57721566490153286 },
        { "trigamma(p + 0.25)", Math.PI * Math.PI / 6 },
        { "stirling_remainder(p + 0.25)", 1 - 0.5 * Math.Log(2 * Math.PI) },
        { "log_ndtr(p - 0.75)", Math.Log(0.5) },
        { "log_normal_cdf(p - 0.75)", Math.Log(0.5) },
        { "i0e(p - 0.75)", 1 },
        { "bessel_i0e(p - 0.75)", 1 },
        { "lambert_w(p * exp(p))", P },
        { "lambertw(p * exp(p))", P },
        { "abs(t) + 0*p", -T },
        { "fabs(t) + 0*p", -T },
        { "sign(t) + 0*p", -1 },
        { "sgn(p)", 1 },
        { "relu(p)", P },
        { "relu(-p)", 0 },
        { "max(p, x)", X },
        { "maximum(p, x)", X },
        { "max(p, x, y)", X },
        { "max(p, y, t, x)", X },
        { "min(p, x)", P },
        { "minimum(p, x)", P },
        { "min(p, x, t)", T },
        { "clamp(x, 0, 1) + 0*p", 1 },
        { "clip(p, -1, 1)", P },
        { "clamp(p, 1, x)", 1 },
        { "clamp(x, t, p)", P },
        { "clamp(p, t, x)", P },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void Value_is_that_of_the_mathematics(string text, double want) => Assert.Equal(want, Value(text));

    [Theory]
    [MemberData(nameof(Functions))]
    public void Functions_are_those_of_the_mathematics(string text, double want) => Assert.Equal(want, Value(text), 1e-14 * Math.Max(1, Math.Abs(want)));

    [Fact]
    public void Every_function_and_alias_is_in_the_table_of_this_test()
    {
        var tested = Values.Concat(Functions).Select(row => row.Data.Item1).ToArray();
        var names = TextFunctions.All.SelectMany(f => f.Aliases.Prepend(f.Name)).ToArray();
        Assert.All(names, name => Assert.Contains(tested, text => text.StartsWith(name + "(", StringComparison.Ordinal)));
        Assert.Equal(names.Length, names.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_function_and_alias_is_in_the_documents()
    {
        foreach (var document in (string[])["docs/formulas.md", "docs/zh/formulas.md"])
        {
            var text = File.ReadAllText(Path.Combine(CatalogueRules.Repository.Root, document));
            Assert.All(TextFunctions.All, f => Assert.Contains($"`{f.Name}(", text, StringComparison.Ordinal));
            Assert.All(TextFunctions.All.SelectMany(f => f.Aliases), alias => Assert.Contains($"`{alias}`", text, StringComparison.Ordinal));
            Assert.Contains($" {TextParser.LongestText} ", text, StringComparison.Ordinal);
            Assert.Contains($" {TextParser.DeepestNesting} ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Functions_hand_a_NaN_on()
    {
        foreach (var text in Functions.Select(row => row.Data.Item1).Concat(["p + x", "p - x", "p * x", "p / x", "p ^ x", "p ^ 2", "p ^ 0.5", "-p"]))
        {
            var symbol = TextParser.Parse(text, []);
            var isClamp = text.StartsWith("cl", StringComparison.Ordinal);
            for (var i = 0; i < (isClamp ? text[text.IndexOf('(', StringComparison.Ordinal) + 1] == 'p' ? 1 : 0 : symbol.Graph.Inputs.Count); i++)
            {
                var at = i;
                F64[] inputs = [.. symbol.Graph.Inputs.Select((_, n) => new F64(n == at ? double.NaN : 0.75))];
                Assert.True(double.IsNaN(symbol.Evaluate<F64>(inputs).X), $"{text}: a NaN in {symbol.Graph.Inputs[i]} is lost");
            }
        }
    }

    [Theory]
    [InlineData("p < t ? 1 : 2", 2)]
    [InlineData("p > t ? 1 : 2", 2)]
    [InlineData("p <= t ? 1 : 2", 1)]
    [InlineData("p >= t ? 1 : 2", 1)]
    public void A_NaN_takes_the_branch_that_the_grammar_names(string text, double want)
    {
        var symbol = TextParser.Parse(text, []);
        Assert.Equal(want, symbol.Evaluate<F64>([new(double.NaN), new(1)]).X);
        Assert.Equal(want, symbol.Evaluate<F64>([new(1), new(double.NaN)]).X);
    }

    [Theory]
    [InlineData("w*(p - t)^2 + v", "prediction target w v")]
    [InlineData("v - p + w", "prediction v w")]
    [InlineData("p^2", "prediction")]
    [InlineData("delta*(t - p)", "prediction target")]
    [InlineData("delta*b*p + a", "prediction b a")]
    public void Inputs_stand_in_order_of_appearance_after_prediction_and_target(string text, string inputs) =>
        Assert.Equal(inputs, string.Join(' ', TextParser.Parse(text, text.Contains("delta", StringComparison.Ordinal) ? ["delta"] : []).Graph.Inputs));

    [Theory]
    [InlineData("p^2", SymbolKind.Power, SymbolKind.Constant)]
    [InlineData("p^-2", SymbolKind.Power, SymbolKind.Constant)]
    [InlineData("p^(1/3)", SymbolKind.Power, SymbolKind.Constant)]
    [InlineData("pow(p, 1 + 2)", SymbolKind.Power, SymbolKind.Constant)]
    [InlineData("p^q", SymbolKind.Power, SymbolKind.Parameter)]
    [InlineData("p^t", SymbolKind.Power, SymbolKind.Input)]
    public void A_constant_exponent_stays_one(string text, SymbolKind kind, SymbolKind exponent)
    {
        var symbol = TextParser.Parse(text, text.Contains('q', StringComparison.Ordinal) ? ["q"] : []);
        Assert.Equal(kind, symbol.Node.Kind);
        Assert.Equal(exponent, symbol.Graph[symbol.Node.B].Kind);
    }

    [Fact]
    public void A_clamp_between_numbers_is_the_primitive_and_between_others_has_its_slopes()
    {
        var primitive = TextParser.Parse("clamp(p, -1, 2)", []);
        Assert.Equal(new Clamp(-1, 2), primitive.Node.Function!.Value);
        var spelt = TextParser.Parse("clamp(p, a, b)", ["a", "b"]);
        foreach (var x in (double[])[-2, -1, -0.5, 0, 2, 2.5, double.NaN, double.PositiveInfinity, double.NegativeInfinity])
        {
            Dual<F64, One<F64>>[] input = [new(new F64(x), One<F64>.Unit(0))];
            var want = primitive.Evaluate(input);
            var got = spelt.Evaluate(input, [-1, 2]);
            Assert.Equal(want.Value.X, got.Value.X);
            Assert.Equal(want.Slope.A.X, got.Slope.A.X);
        }
    }

    [Fact]
    public void Numbers_alone_are_calculated_once_and_in_double()
    {
        var symbol = TextParser.Parse("p * (1/3 + 2*4 - 2^-1)", []);
        Assert.Equal(SymbolKind.Multiply, symbol.Node.Kind);
        Assert.Equal((1.0 / 3) + 8 - 0.5, symbol.Graph[symbol.Node.B].Value);
    }

    private static double Value(string text)
    {
        var graph = TextParser.Parse(text, []);
        F64[] inputs = [.. graph.Graph.Inputs.Select(name => new F64(name switch { "prediction" => P, "target" => T, "y" => Y, _ => X }))];
        return graph.Evaluate<F64>(inputs).X;
    }
}
