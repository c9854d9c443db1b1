using Minima.Reals;
using Minima.Reals.Display;
using Minima.Reals.Primitives;
using Minima.Tests.Matrix;
using Minima.Writers;
using Xunit;

namespace Minima.Tests.Writers;

public sealed class WriterTests
{
    private static readonly FormulaLanguage[] Languages = Enum.GetValues<FormulaLanguage>();

    public static TheoryData<string, string, string> Golden { get; } = new()
    {
        { "mse", @"(p - t)^{2}", @"2 (p - t)" },
        { "mae", @"\left|p - t\right|", @"\operatorname{sgn}(p - t)" },
        {
            "huber",
            @"\begin{cases} \frac{r^{2}}{2} & \text{if } \left|r\right| < \delta \\ \delta \left(\left|r\right| - \frac{\delta}{2}\right) & \text{otherwise} \end{cases}, \quad r = p - t",
            @"\begin{cases} r & \text{if } \left|r\right| < \delta \\ \delta \operatorname{sgn}(r) & \text{otherwise} \end{cases}, \quad r = p - t"
        },
        {
            "bce_with_logits",
            @"\left(1 - \frac{\mathrm{label\_smoothing}}{2} - t + \mathrm{label\_smoothing} \, t\right) \log\left(1 + e^{p}\right) + \mathrm{pos\_weight} \, \left(\left(1 - \mathrm{label\_smoothing}\right) t + \frac{\mathrm{label\_smoothing}}{2}\right) \log\left(1 + e^{-p}\right)",
            @"\left(1 - \frac{\mathrm{label\_smoothing}}{2} - t + \mathrm{label\_smoothing} \, t\right) \sigma(p) - \mathrm{pos\_weight} \, \left(\left(1 - \mathrm{label\_smoothing}\right) t + \frac{\mathrm{label\_smoothing}}{2}\right) \sigma(-p)"
        },
        { "bce", @"-t \log p - (1 - t) \log(1 - p)", @"\frac{1 - t}{1 - p} - \frac{t}{p}" },
        { "log_cosh", @"\log\cosh(p - t)", @"\tanh(p - t)" },
        { "poisson_nll", @"e^{p} - t p", @"e^{p} - t" },
        { "logistic", @"\log\left(1 + e^{-t p}\right)", @"-t \sigma(-t p)" },
        { "exponential", @"e^{-t p}", @"-t e^{-t p}" },
        { "hinge", @"\max(0, 1 - t p)", @"\begin{cases} -t & \text{if } t p < 1 \\ 0 & \text{otherwise} \end{cases}" },
        { "gamma_nll", @"p + t e^{-p}", @"1 - t e^{-p}" },
        { "charbonnier", @"\sqrt{(p - t)^{2} + \varepsilon^{2}}", @"\frac{r}{\sqrt{r^{2} + \varepsilon^{2}}}, \quad r = p - t" },
        {
            "smooth_l1",
            @"\begin{cases} \frac{r^{2}}{2 \beta} & \text{if } \left|r\right| < \beta \\ \left|r\right| - \frac{\beta}{2} & \text{otherwise} \end{cases}, \quad r = p - t",
            @"\begin{cases} \frac{r}{\beta} & \text{if } \left|r\right| < \beta \\ \operatorname{sgn}(r) & \text{otherwise} \end{cases}, \quad r = p - t"
        },
        {
            "pinball",
            @"\max(-\mathrm{quantile} \, r, (1 - \mathrm{quantile}) r), \quad r = p - t",
            @"\begin{cases} -\mathrm{quantile} & \text{if } r < 0 \\ 1 - \mathrm{quantile} & \text{if } r > 0 \\ \frac{1}{2} - \mathrm{quantile} & \text{otherwise} \end{cases}, \quad r = p - t"
        },
    };

    /// <summary>Derivatives that the rules of calculus alone leave long.</summary>
    public static TheoryData<string, string> Short { get; } = new()
    {
        { "pseudo_huber", "δ r / √(δ² + r²)\nwith r = p - t" },
        { "tukey_biweight", "r (scale² - r²)² / scale⁴  if |r| ≤ scale\n0                          otherwise\nwith r = p - t" },
        { "dwd", "-(q / ((q + 1) t p))^(q + 1) t  if t p > q / (q + 1)\n-t                              otherwise" },
        { "probit", "-t φ(t p) / Φ(t p)" },
        { "4*relu(t-p)+relu(p-t)", "-4  if r < 0\n1   if r > 0\n0   otherwise\nwith r = p - t" },
    };

    [Theory]
    [MemberData(nameof(Short))]
    public void Derivatives_read_like_a_textbook(string loss, string derivative) =>
        Assert.Equal(derivative, FormulaWriter.WriteDerivative(loss.Contains('(', StringComparison.Ordinal) ? Loss.Parse(loss) : Loss.Create(loss), FormulaLanguage.Text));

    [Fact]
    public void A_long_constant_has_a_letter() =>
        Assert.Equal(
            "α (|r| log(1 + c |r| / β) + log(1 + c |r| / β) / c - |r|)  if |r| < β\n(α - α exp(γ / α) + γ) / c + α - α β + γ |r|               otherwise\nwith r = p - t\n     c = exp(γ / α) - 1",
            FormulaWriter.Write(Loss.Create("balanced_l1"), FormulaLanguage.Text));

    [Theory]
    [InlineData(FormulaLanguage.Text, "1e-7 p + 2.5e9 t")]
    [InlineData(FormulaLanguage.Latex, @"10^{-7} p + 2.5 \cdot 10^{9} t")]
    [InlineData(FormulaLanguage.Sql, "1e-7 * prediction + 2.5e9 * target")]
    public void Small_and_large_numbers_have_an_exponent(FormulaLanguage language, string written)
    {
        var symbol = new SymbolGraph(["prediction", "target"], []).Record(g => 1e-7 * g.Input(0) + 2.5e9 * g.Input(1));
        Assert.Equal(written, FormulaWriter.Write(symbol, language));
    }

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Folding_changes_no_value(string key) => Verdict.Holds(new FoldedLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void The_derivative_is_the_slope(string key) => Verdict.Holds(new SymbolicSlopeLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void What_is_displayed_is_the_value(string key) => Verdict.Holds(new DisplayedLaw(), key);

    [SlowTheory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void The_displayed_derivative_is_the_slope(string key) => Verdict.Holds(new DisplayedSlopeLaw(), key);

    [Theory]
    [SampledData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void The_second_derivative_is_the_curvature(string key) => Verdict.Holds(new SymbolicCurvatureLaw(), key);

    [Theory]
    [MemberData(nameof(Golden))]
    public void Latex_reads_like_a_textbook(string key, string value, string derivative)
    {
        Assert.Equal(value, FormulaWriter.Write(Loss.Create(key), FormulaLanguage.Latex));
        Assert.Equal(derivative, FormulaWriter.WriteDerivative(Loss.Create(key), FormulaLanguage.Latex));
    }

    [Theory]
    [SlowData(nameof(Subjects.Keys), MemberType = typeof(Subjects))]
    public void Mathematics_is_balanced(string key)
    {
        foreach (var loss in Subjects.Of(key))
        {
            var inputs = loss.Entry.Inputs.Select((input, i) => (input, i)).Where(x => x.input.Differentiated).Select(x => x.i);
            string[] latex = [FormulaWriter.Write(loss, FormulaLanguage.Latex), .. inputs.Select(i => FormulaWriter.WriteDerivative(loss, FormulaLanguage.Latex, i))];
            Assert.All(latex, Balanced);
            Assert.All(latex, text => Assert.InRange(text.Length, 1, 1500));
            string[] markup = [FormulaWriter.Write(loss, FormulaLanguage.MathMl), .. inputs.Select(i => FormulaWriter.WriteDerivative(loss, FormulaLanguage.MathMl, i))];
            Assert.All(markup, text => Assert.Equal("math", System.Xml.Linq.XDocument.Parse(text).Root!.Name.LocalName));
        }
    }

    [Fact]
    public void Every_primitive_is_written_in_every_language()
    {
        var primitives = typeof(IPrimitive<>).Assembly.GetExportedTypes()
            .Where(type => type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() is var g && (g == typeof(IPrimitive<>) || g == typeof(IPrimitive2<>) || g == typeof(IPrimitive3<>))))
            .ToList();
        Assert.True(primitives.Count > 40);
        Assert.Empty(primitives.Except(CSharpTable.Functions.Keys));
        Assert.Empty(primitives.Except(PythonTable.Functions.Keys));
        Assert.Empty(primitives.Except(Vocabulary.Table.Keys));

        // A clamp's constants are not among the arguments that a form is given: SqlReal writes it.
        var functions = SqlTable.Of(SqlSyntax.Of(SqlEngine.DuckDb));
        Assert.Empty(primitives.Except(functions.Keys).Except(SqlTable.Written.Keys).Except([typeof(Clamp)]));
        Assert.Empty(functions.Keys.Intersect(SqlTable.Written.Keys));
    }

    [SlowFact]
    public void A_formula_ten_thousand_deep_is_written_or_refused_with_a_reason()
    {
        var graph = new SymbolGraph(["prediction", "target"], []);
        var deep = graph.Record(g =>
        {
            var x = g.Input(0);
            for (var n = 0; n < 10_000; n++)
            {
                x = Symbol.Apply(default(Sin), x) + g.Input(1);
            }

            return x;
        });
        Assert.All(Languages.Except([FormulaLanguage.Sql]), language => Assert.True(FormulaWriter.Write(deep, language).Length > 0));
        Assert.Contains("SELECT", Assert.Throws<NotSupportedException>(() => FormulaWriter.Write(deep, FormulaLanguage.Sql)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_shared_is_not_written_twice_for_ever()
    {
        // 2^60 paths through 120 nodes.
        var graph = new SymbolGraph(["x"], []);
        var shared = graph.Record(g =>
        {
            var x = g.Input(0);
            for (var n = 0; n < 60; n++)
            {
                x = Symbol.Apply(default(Sin), x) * Symbol.Apply(default(Cos), x);
            }

            return x;
        });
        Assert.All(Languages, language => Assert.InRange(FormulaWriter.Write(shared, language).Length, 1, 200_000));
    }

    [Fact]
    public void Bound_inputs_are_numbers_and_lists_stay_columns()
    {
        Assert.Equal("public static double BceWithLogits(double prediction, double target)", FormulaWriter.Write(Loss.Create("bce_with_logits"), FormulaLanguage.CSharp).Split('\n')[0]);
        var listed = Loss.Create("bce_with_logits", ("pos_weight", new[] { 1.0, 2.0 }));
        Assert.Contains("double pos_weight", FormulaWriter.Write(listed, FormulaLanguage.CSharp), StringComparison.Ordinal);
    }

    [Fact]
    public void A_parameter_that_decides_the_form_is_a_number()
    {
        Assert.Contains("delta=1.5", FormulaWriter.Write(Loss.Create("huber", ("delta", 1.5)), FormulaLanguage.Python), StringComparison.Ordinal);
        Assert.DoesNotContain("power=", FormulaWriter.Write(Loss.Create("tweedie"), FormulaLanguage.Python), StringComparison.Ordinal);
        Assert.DoesNotContain("alpha", FormulaWriter.Write(Loss.Create("barron_adaptive"), FormulaLanguage.CSharp), StringComparison.Ordinal);
    }

    [Fact]
    public void Strange_names_are_quoted_or_cleaned()
    {
        var graph = new SymbolGraph(["select", "a b", "x\"y"], [new("lambda", 2)]);
        var symbol = graph.Record(g => g.Input(0) * g.Input(1) + g.Input(2) * Symbol.Of(2, "lambda"));
        Assert.Equal("\"select\" * \"a b\" + \"x\"\"y\" * 2.0", FormulaWriter.Write(symbol, FormulaLanguage.Sql).Replace("2.0 * \"x\"\"y\"", "\"x\"\"y\" * 2.0", StringComparison.Ordinal));
        Assert.Contains("def formula(select, a_b, x_y, *, lambda_=2)", FormulaWriter.Write(symbol, FormulaLanguage.Python), StringComparison.Ordinal);
    }

    [Fact]
    public void A_null_that_a_branch_would_hide_is_asked_for()
    {
        Assert.StartsWith("CASE WHEN prediction IS NULL", FormulaWriter.WriteDerivative(Loss.Create("exponential"), FormulaLanguage.Sql), StringComparison.Ordinal);
        Assert.Equal(
            "CASE WHEN abs(prediction - target) < 1.0 THEN 0.5 * abs(prediction - target) * abs(prediction - target) ELSE abs(prediction - target) - 0.5 END",
            FormulaWriter.Write(Loss.Create("huber"), FormulaLanguage.Sql));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        Assert.Contains("2 inputs", Assert.Throws<ArgumentOutOfRangeException>(() => FormulaWriter.WriteDerivative(Loss.Create("huber"), FormulaLanguage.Latex, 2)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => FormulaWriter.Write(Loss.Create("huber"), (FormulaLanguage)99));
        Assert.Contains("SymbolGraph.Record", Assert.Throws<ArgumentException>(() => FormulaWriter.Write(default(Symbol), FormulaLanguage.Latex)).Message, StringComparison.Ordinal);
        var stranger = new SymbolGraph(["x"], []).Record(g => Symbol.Apply(default(Broken.SquareWithWrongSlope), g.Input(0)));
        Assert.All(Languages, language => Assert.Contains("square_with_wrong_slope", Assert.Throws<NotSupportedException>(() => FormulaWriter.Write(stranger, language)).Message, StringComparison.Ordinal));
        Assert.Throws<ArgumentOutOfRangeException>(() => SymbolGraph.Record(Loss.Create("huber")).Derivative(2));
    }

    private static void Balanced(string latex)
    {
        var depth = 0;
        foreach (var c in latex)
        {
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            Assert.True(depth >= 0, latex);
        }

        Assert.True(depth == 0, latex);
        Assert.Equal(Count(latex, "\\left"), Count(latex, "\\right"));
        Assert.Equal(Count(latex, "\\begin{cases}"), Count(latex, "\\end{cases}"));
        Assert.Equal(Count(latex, "("), Count(latex, ")"));
    }

    private static int Count(string text, string part) => (text.Length - text.Replace(part, "", StringComparison.Ordinal).Length) / part.Length;
}
