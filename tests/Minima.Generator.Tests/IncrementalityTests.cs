using Microsoft.CodeAnalysis;
using Xunit;

namespace Minima.Generator.Tests;

/// <summary>Typing somewhere else costs nothing.</summary>
public sealed class IncrementalityTests
{
    [SlowFact]
    public void An_unrelated_edit_leaves_everything_cached()
    {
        var run = Run.Over(Run.Loss(), "class Unrelated;");
        run.Replace(1, "class Unrelated { int x; }");
        Assert.NotEmpty(Reasons(run, CatalogueGenerator.ParsedStep));
        Assert.All(Reasons(run, CatalogueGenerator.ParsedStep), IsUnchanged);
        Assert.NotEmpty(OutputReasons(run));
        Assert.All(OutputReasons(run), r => Assert.Equal(IncrementalStepRunReason.Cached, r));
    }

    [SlowFact]
    public void An_edit_of_the_formula_leaves_the_module_cached()
    {
        var run = Run.Over(Run.Loss());
        run.Replace(0, "// A line above moves every place in the file.\n" + Run.Loss().Replace("(prediction - target)", "(target - prediction)", StringComparison.Ordinal));
        Assert.All(Reasons(run, CatalogueGenerator.ModuleStep), IsUnchanged);
        Assert.Contains(IncrementalStepRunReason.Cached, OutputReasons(run));
    }

    [SlowFact]
    public void An_edit_of_the_key_reaches_the_output()
    {
        var run = Run.Over(Run.Loss());
        run.Replace(0, Run.Loss(attribute: "[Loss(\"better\", \"Good\", \"好\")]"));
        Assert.Contains(IncrementalStepRunReason.Modified, Reasons(run, CatalogueGenerator.ModuleStep));
        Assert.Contains("Key = \"better\"", run.Text, StringComparison.Ordinal);
    }

    private static IEnumerable<IncrementalStepRunReason> Reasons(Run run, string step) =>
        run.Result.TrackedSteps[step].SelectMany(s => s.Outputs).Select(o => o.Reason);

    private static void IsUnchanged(IncrementalStepRunReason reason) =>
        Assert.True(reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged, reason.ToString());

    private static IncrementalStepRunReason[] OutputReasons(Run run) =>
        [.. run.Result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).Select(o => o.Reason)];
}
