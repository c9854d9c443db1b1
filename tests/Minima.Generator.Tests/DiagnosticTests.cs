using Microsoft.CodeAnalysis;
using Xunit;

namespace Minima.Generator.Tests;

/// <summary>Each diagnostic fires, alone, at the offending thing, and says what to write.</summary>
public sealed class DiagnosticTests
{
    [Fact]
    public void MIN001_not_a_readonly_record_struct()
    {
        Fires("MIN001", "Good", "public readonly record struct Good(...)", Run.Loss(header: "public record struct Good(double Delta) : IPointLoss"));
        Fires("MIN001", "Good", "public readonly record struct Good(...)", Run.Loss(header: "public readonly struct Good(double delta) : IPointLoss", formula: "public double Delta => delta; [MethodImpl(MethodImplOptions.AggressiveInlining)] public T Of<T>(T prediction, T target) where T : IReal<T> => prediction;", inline: ""));
    }

    [Fact]
    public void MIN002_no_shape() =>
        Fires("MIN002", "Good", "implements no shape interface", Run.Loss(header: "public readonly record struct Good(double Delta)"));

    [Fact]
    public void MIN002_two_shapes() =>
        Fires("MIN002", "Good", "implements IPointLoss and IPointLoss3", Run.Loss(
            header: "public readonly record struct Good(double Delta) : IPointLoss, IPointLoss3",
            formula: "public T Of<T>(T a, T b) where T : IReal<T> => a; [MethodImpl(MethodImplOptions.AggressiveInlining)] public T Of<T>(T a, T b, T c) where T : IReal<T> => a;"));

    [Fact]
    public void MIN002_unknown_shape() =>
        Fires("MIN002", "Good", "implements ITreeLoss, a shape that this generator does not know", Run.Loss(
            header: "public readonly record struct Good(double Delta) : ITreeLoss", more: "public interface ITreeLoss : ILoss;"));

    [Fact]
    public void MIN003_parameters_without_defaults() =>
        Fires("MIN003", "Good", "'public Good() : this(...)'", Run.Loss(constructor: ""));

    [Fact]
    public void MIN004_not_inlined()
    {
        var run = Fires("MIN004", "Of", "'Good.Of' lacks [MethodImpl(MethodImplOptions.AggressiveInlining)]", Run.Loss(inline: ""));
        Assert.Contains("Key = \"good\"", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void MIN005_text_missing()
    {
        Fires("MIN005", "Good", "[English(", Run.Loss(texts: ""));
        var run = Fires("MIN005", "\" \"", "[English(", Run.Loss(texts: "[English(\" \")] [Chinese(\"很好。\")]"));
        Assert.Contains("English = new(\"很好。\"", run.Text, StringComparison.Ordinal);
    }

    /// <summary>Nobody has to write a language that he does not know: the other one stands in.</summary>
    [Theory]
    [InlineData("[English(\"Is good.\")]", "Is good.")]
    [InlineData("[Chinese(\"很好。\")]", "很好。")]
    public void One_language_is_enough(string texts, string shown)
    {
        var run = Run.Over(Run.Loss(texts: texts));
        Assert.Empty(run.Diagnostics);
        Assert.Contains($"English = new(\"{shown}\"", run.Text, StringComparison.Ordinal);
        Assert.Contains($"Chinese = new(\"{shown}\"", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void MIN016_domain_without_loss()
    {
        Fires("MIN016", "Delta", "[Positive] on parameter 'Delta' of 'Good' has no effect", Run.Loss(attribute: "", texts: ""));
        Assert.Empty(Run.Over(Run.Loss(attribute: "", texts: "", header: "public readonly record struct Good(double Delta) : IPointLoss")).Diagnostics);
    }

    [Theory]
    [InlineData("GoodLoss", "'good_loss'")]
    [InlineData("good-loss", "'good_loss'")]
    [InlineData("good__loss", "'good'")]
    [InlineData("2good", "'good'")]
    [InlineData("", "'good'")]
    [InlineData("good_", "'good'")]
    public void MIN006_key_not_snake_case(string key, string proposed) =>
        Fires("MIN006", $"\"{key}\"", $"for example {proposed}", Run.Loss(attribute: $"[Loss(\"{key}\", \"Good\", \"好\")]"));

    [Fact]
    public void MIN007_name_taken()
    {
        var other = Run.Loss(attribute: "[Loss(\"other\", \"Other\", \"别\", Aliases = [\"x\", \"GO-od\"])]").Replace("Good", "Other", StringComparison.Ordinal);
        Fires("MIN007", "\"other\"", "'Other' claims the name 'GO-od', which 'Good' has already", Run.Loss(), other);
    }

    [Fact]
    public void MIN007_one_loss_may_spell_its_name_twice() =>
        Assert.Empty(Run.Over(Run.Loss(attribute: "[Loss(\"good\", \"Good\", \"好\", Aliases = [\"GOOD\", \"good_loss\", \"GoodLoss\"])]")).Diagnostics);

    [Fact]
    public void MIN008_type_of_parameter()
    {
        Fires("MIN008", "Delta", "is of type float; a parameter is a double, double?, int, bool", Run.Loss(header: "public readonly record struct Good(float Delta) : IPointLoss"));
        Fires("MIN008", "Mode", "is the enum Mode, whose members are not 0, 1, 2, ... in order", Run.Loss(
            header: "public readonly record struct Good(double Delta, Mode Mode) : IPointLoss", constructor: "public Good() : this(1, Mode.A) { }", more: "public enum Mode { A = 1, B }"));
    }

    [Fact]
    public void MIN009_default_unreadable() =>
        Fires("MIN009", "Math.Sqrt(2)", "The default 'Math.Sqrt(2)' of parameter 'Delta'", Run.Loss(constructor: "public Good() : this(Math.Sqrt(2)) { }"));

    [Theory]
    [InlineData("Delta * 2")]
    [InlineData("-Delta")]
    [InlineData("this.Delta")]
    [InlineData("Math.Log(Delta)")]
    public void MIN010_parameter_not_alone(string argument) =>
        Fires("MIN010", argument, $"'T.Of({argument})' hides the name of parameter 'Delta'", Run.Loss(
            formula: $"public T Of<T>(T prediction, T target) where T : IReal<T> => T.Of({argument}) * (prediction - target);"));

    [Theory]
    [InlineData("Delta")]
    [InlineData("2")]
    [InlineData("-0.5")]
    [InlineData("Math.PI / 2")]
    public void MIN010_constants_are_welcome(string argument) =>
        Assert.Empty(Run.Over(Run.Loss(formula: $"public T Of<T>(T prediction, T target) where T : IReal<T> => T.Of({argument}) * prediction;")).Diagnostics);

    [Fact]
    public void MIN011_differentiated_not_constant() =>
        Fires("MIN011", "Differentiated", "write it as a constant such as", Run.Loss(
            formula: "public T Of<T>(T prediction, T target) where T : IReal<T> => prediction; public static InputSet Differentiated => Enum.Parse<InputSet>(\"First\");"));

    [Fact]
    public void MIN012_domain()
    {
        Fires("MIN012", "Delta", "has 2 domains", Run.Loss(header: "public readonly record struct Good([Positive, Below(2)] double Delta) : IPointLoss"));
        Fires("MIN012", "target", "has [EvenAttribute], which the generator does not know", Run.Loss(
            formula: "public T Of<T>(T prediction, [Even] T target) where T : IReal<T> => prediction;", more: "public sealed class EvenAttribute : DomainAttribute;"));
    }

    [Theory]
    [InlineData("file readonly record struct Good(double Delta) : IPointLoss", "visible in its own file only")]
    [InlineData("public readonly record struct Good<TOther>(double Delta) : IPointLoss", "generic")]
    public void MIN013_not_reachable(string header, string why) =>
        Fires("MIN013", "Good", $"'Good' is {why}", Run.Loss(header: header));

    [Fact]
    public void MIN013_private() =>
        Fires("MIN013", "Good", "'Good' is private", Run.Loss(attribute: "public static class Home { [Loss(\"good\", \"Good\", \"好\")]", header: "private readonly record struct Good(double Delta) : IPointLoss", more: "}"));

    [Fact]
    public void MIN014_bound_target() =>
        Fires("MIN014", "target", "move it to the third or fourth place", Run.Loss(formula: "public T Of<T>(T prediction, [BoundTo(1)] T target) where T : IReal<T> => prediction;"));

    [Fact]
    public void A_refused_loss_leaves_the_module_standing()
    {
        var run = Run.Over(Run.Loss(constructor: ""));
        Assert.Contains("static class GeneratedLosses", run.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Key =", run.Text, StringComparison.Ordinal);
    }

    private static Run Fires(string id, string at, string says, params string[] sources)
    {
        var run = Run.Over(sources);
        var diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Contains(says, diagnostic.GetMessage(null), StringComparison.Ordinal);
        Assert.Equal(at, run.Pointed(diagnostic));
        Assert.DoesNotContain(run.Compile(), d => d.Severity == DiagnosticSeverity.Error && d.Location.SourceTree?.FilePath.EndsWith(".g.cs", StringComparison.Ordinal) == true);
        return run;
    }
}
