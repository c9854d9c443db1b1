using Microsoft.CodeAnalysis;
using Xunit;

namespace Minima.Generator.Tests;

/// <summary>The generated text compiles and carries what the source says.</summary>
public sealed class OutputTests
{
    [Fact]
    public void A_good_loss_gives_no_diagnostic_and_text_that_compiles()
    {
        var run = Run.Over(Run.Loss());
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Compile());
        Assert.Contains("namespace Some.Losses;", run.Text, StringComparison.Ordinal);
        Assert.Contains("internal static class GeneratedLosses", run.Text, StringComparison.Ordinal);
        Assert.Contains("new global::Minima.PointLoss<global::Minima.Point2<global::Some.Losses.Robust.Good>>(entry, p, new(new global::Some.Losses.Robust.Good((double)p[0]!)))", run.Text, StringComparison.Ordinal);
    }

    [SlowFact]
    public void Every_shape_and_every_kind_of_parameter_compiles()
    {
        var run = Run.Over(
            Run.Loss(
                header: "public readonly record struct Good(double @event, double? B, int C, bool D, Mode E, [Outside(-1, 1e-300)] ImmutableArray<double> F, Mode G) : IPointLoss4",
                constructor: "public Good() : this(double.PositiveInfinity, F: ImmutableArray.Create(1, -2.5), B: null, C: -3, D: true, E: Mode.@class, G: default) { }",
                formula: "public T Of<T>(T @in, [MarginLabel] T target, [BoundTo(1e300)] T third, [BoundTo(-1)] T fourth) where T : IReal<T> => target;",
                more: "public enum Mode { A, @class }"),
            Run.Loss(attribute: "[Loss(\"one\", \"One\", \"一\")]", header: "public readonly record struct One : IPointLoss1", constructor: "", formula: "public T Of<T>(T input) where T : IReal<T> => input;"),
            Run.Loss(attribute: "[Loss(\"three\", \"Three\", \"三\")]", header: "internal readonly record struct Three : IPointLoss3", constructor: "", formula: "public T Of<T>(T a, T b, T c) where T : IReal<T> => a;"));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Compile());
    }

    /// <summary>Formula and source stand once: in the documentation, unless the attribute says otherwise.</summary>
    [Fact]
    public void Formula_and_source_are_those_of_the_documentation()
    {
        const string Documentation = """
            /// <remarks>
            /// <para>Formula: |r| &lt; 1: r^2; else
            /// "r", with r = prediction - target.</para>
            /// <para>Source: Doe 2001, J. Loss 2(1), 3-4.</para>
            /// </remarks>

            """;
        var read = Run.Over(Run.Loss(attribute: Documentation + "[Loss(\"good\", \"Good\", \"好\")]"));
        Assert.Contains("""Formula = "|r| < 1: r^2; else \"r\"",""", read.Text, StringComparison.Ordinal);
        Assert.Contains("Source = \"Doe 2001, J. Loss 2(1), 3-4\"", read.Text, StringComparison.Ordinal);
        var given = Run.Over(Run.Loss(attribute: Documentation + "[Loss(\"good\", \"Good\", \"好\", Source = \"mine\")]"));
        Assert.Contains("Source = \"mine\"", given.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Doe", given.Text, StringComparison.Ordinal);
    }

    /// <summary>Meanings of parameters and limits are read where they stand; where one language has no meaning, the other stands in.</summary>
    [Fact]
    public void Meanings_and_limits_are_those_of_the_documentation()
    {
        const string Documentation = """
            /// <remarks>
            /// <para>Limits: <c>delta</c> 0
            /// is 0.</para>
            /// </remarks>
            /// <param name="Delta">Factor, as <paramref name="Delta"/> &lt; 1 says.</param>

            """;
        var read = Run.Over(Run.Loss(attribute: Documentation + "[Loss(\"good\", \"Good\", \"好\")]", texts: "[English(\"Is good.\")] [Chinese(\"很好。\", Limits = \"为零。\")]", header: "public readonly record struct Good([Positive, Chinese(\"系数。\")] double Delta) : IPointLoss"));
        Assert.Empty(read.Diagnostics);
        Assert.Empty(read.Compile());
        Assert.Contains("Meaning = new(\"Factor, as Delta < 1 says.\", \"系数。\")", read.Text, StringComparison.Ordinal);
        Assert.Contains("{ Limits = \"delta 0 is 0.\" }", read.Text, StringComparison.Ordinal);
        Assert.Contains("{ Limits = \"为零。\" }", read.Text, StringComparison.Ordinal);
        Assert.Contains("Meaning = new(\"Factor, as Delta < 1 says.\", \"Factor, as Delta < 1 says.\")", Run.Over(Run.Loss(attribute: Documentation + "[Loss(\"good\", \"Good\", \"好\")]")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Meaning", Run.Over(Run.Loss()).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_loss_takes_its_inputs_from_its_shape()
    {
        var run = Run.Over(Run.Loss(
            header: "public readonly record struct Good([NonNegative] PerClass Alpha, double Beta) : IRowLoss",
            constructor: "public Good() : this(0.25, 1) { }",
            formula: "public T Of<T>(in Row<T> row) where T : IReal<T> => row.Pick(row.Prediction);"));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Compile());
        Assert.Contains("new global::Minima.RowLoss<global::Some.Losses.Robust.Good>(entry, p, new global::Some.Losses.Robust.Good(global::Minima.PerClass.Of(p[0]), (double)p[1]!))", run.Text, StringComparison.Ordinal);
        Assert.Contains("Inputs = global::Minima.RowFormula<global::Some.Losses.Robust.Good>.Inputs", run.Text, StringComparison.Ordinal);
        Assert.Contains("Kind = global::Minima.ParameterKind.NumberOrNumbers, Default = 0.25", run.Text, StringComparison.Ordinal);
    }

    [SlowFact]
    public void A_parameter_that_must_be_given_has_an_example_and_no_default()
    {
        var run = Run.Over(Run.Loss(
            header: "public readonly record struct Good([Required(70, 20.5), Positive] PerClass Counts, [Required(0.5)] double Width, [Required(3)] int Steps, PerClass Weights, [Word(\"N\"), Required(1, 2, 3, 4, Columns = 2)] ImmutableArray<ImmutableArray<double>> Rows, ImmutableArray<ImmutableArray<double>> More) : IRowLoss",
            constructor: "public Good() : this(0, double.NaN, 0, ImmutableArray.Create<double>(1, 2), [], [[5], [-6]]) { }",
            formula: "public T Of<T>(in Row<T> row) where T : IReal<T> => row.Pick(row.Prediction);"));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Compile());
        const string List = "(global::System.Collections.Immutable.ImmutableArray<double>)";
        Assert.Contains($"Name = \"counts\", Kind = global::Minima.ParameterKind.NumberOrNumbers, Default = null, Domain = global::Minima.Domain.Positive, Example = {List}[70d, 20.5d]", run.Text, StringComparison.Ordinal);
        Assert.Contains("Name = \"width\", Kind = global::Minima.ParameterKind.Number, Default = null, Domain = global::Minima.Domain.Real, Example = 0.5d", run.Text, StringComparison.Ordinal);
        Assert.Contains("Name = \"steps\", Kind = global::Minima.ParameterKind.Integer, Default = null, Domain = global::Minima.Domain.Real, Example = 3 ", run.Text, StringComparison.Ordinal);
        Assert.Contains($"Name = \"weights\", Kind = global::Minima.ParameterKind.NumberOrNumbers, Default = {List}[1d, 2d]", run.Text, StringComparison.Ordinal);
        const string Matrix = "(global::System.Collections.Immutable.ImmutableArray<global::System.Collections.Immutable.ImmutableArray<double>>)";
        Assert.Contains($"Name = \"N\", Kind = global::Minima.ParameterKind.Matrix, Default = null, Domain = global::Minima.Domain.Real, Example = {Matrix}[[1d, 2d], [3d, 4d]]", run.Text, StringComparison.Ordinal);
        Assert.Contains($"Name = \"more\", Kind = global::Minima.ParameterKind.Matrix, Default = {Matrix}[[5d], [-6d]]", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Text_survives()
    {
        const string hard = "“引号” \"quoted\" back\\slash { brace } \t\n </summary> 😀";
        var literal = "@\"" + hard.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
        var run = Run.Over(Run.Loss(attribute: $"[Loss(\"good\", {literal}, {literal}, Formula = {literal}, Aliases = [{literal}])]", texts: $"[English({literal}, Use = {literal})] [Chinese({literal}, Avoid = {literal})]"));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Compile());
        var strings = run.Result.GeneratedSources[0].SyntaxTree.GetRoot(TestContext.Current.CancellationToken).DescendantTokens().Where(t => t.Value is string s && s == hard);
        Assert.Equal(8, strings.Count());
    }

    [SlowFact]
    public void Entries_are_sorted_ordinally_by_key()
    {
        var text = Run.Over(Named("b_2"), Named("b"), Named("a_b"), Named("b10")).Text;
        string[] keys = ["a_b", "b", "b10", "b_2"];
        var places = keys.Select(k => text.IndexOf($"Key = \"{k}\"", StringComparison.Ordinal)).ToArray();
        Assert.DoesNotContain(-1, places);
        Assert.Equal(places.Order(), places);

        static string Named(string key) => Run.Loss(attribute: $"[Loss(\"{key}\", \"x\", \"x\")]").Replace("Good", "Good" + key, StringComparison.Ordinal);
    }

    [SlowTheory]
    [InlineData("Some.Losses", null, "namespace Some.Losses;")]
    [InlineData("2-some losses", "", "namespace _2_some_losses;")]
    [InlineData("Anything", "My.Own", "namespace My.Own;")]
    public void Namespace_is_that_of_the_project(string assembly, string? rootNamespace, string expected)
    {
        var run = Run.In(assembly, rootNamespace, Run.Loss());
        Assert.Contains(expected, run.Text, StringComparison.Ordinal);
        Assert.Empty(run.Compile());
    }

    [Fact]
    public void Nothing_is_made_where_there_is_no_loss() =>
        Assert.Empty(Run.Over("public struct Unrelated;").Result.GeneratedSources);

    [Fact]
    public void Differentiated_is_read_or_taken_from_the_shape()
    {
        var byDefault = Run.Loss(header: "public readonly record struct Good : IPointLoss3", constructor: "", formula: "public T Of<T>(T a, T b, T c) where T : IReal<T> => a;");
        Assert.Equal("TFT", Flags(Run.Over(byDefault)));
        string[] spellings =
        [
            "public static InputSet Differentiated => InputSet.Second | InputSet.Third;",
            "public static InputSet Differentiated { get; } = InputSet.Second | InputSet.Third;",
            "public static InputSet Differentiated { get { return (InputSet)6; } }",
            "static InputSet IPointLoss3.Differentiated { get => InputSet.Second | InputSet.Third; }",
        ];
        foreach (var spelling in spellings)
        {
            Assert.Equal("FTT", Flags(Run.Over(byDefault.Replace("=> a;", "=> a; " + spelling, StringComparison.Ordinal))));
        }

        static string Flags(Run run)
        {
            Assert.Empty(run.Diagnostics);
            return string.Concat(new[] { "a", "b", "c" }.Select(n => run.Text.Contains($"new(\"{n}\", global::Minima.Domain.Real, true)", StringComparison.Ordinal) ? 'T' : 'F'));
        }
    }
}
