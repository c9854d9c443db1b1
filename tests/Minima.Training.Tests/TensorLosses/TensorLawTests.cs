using Minima.Tests.CatalogueRules;

namespace Minima.Training.Tests.TensorLosses;

/// <summary>Every loss on tensors against every law.</summary>
public sealed class TensorLawTests
{
    public static TheoryData<string> Keys => [.. Minima.Tensors.GeneratedLosses.Module.Entries.Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void Reference_values_and_gradients(string key) => Hold(key, TensorLaws.Reference);

    [Theory]
    [SampledData(nameof(Keys))]
    public void Gradients_are_differences(string key) => Hold(key, TensorLaws.Differences);

    [Theory]
    [SampledData(nameof(Keys))]
    public void Second_derivatives_are_differences(string key) => Hold(key, TensorLaws.Curvature);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Leaves_get_the_gradient_in_a_step(string key) => Hold(key, TensorLaws.Leaves);

    [Theory]
    [SampledData(nameof(Keys))]
    public void Float_is_near_double(string key) => Hold(key, TensorLaws.Float);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Weights_and_masks(string key) => Hold(key, TensorLaws.Weights);

    [Theory]
    [MemberData(nameof(Keys))]
    public void NaN_is_told(string key) => Hold(key, TensorLaws.NaN);

    [Fact]
    public void Every_file_states_formula_domain_shapes_and_source()
    {
        var files = Repository.Sources("src/Minima.Tensors/Losses").Where(file => File.ReadAllText(file).Contains("\n[Loss(", StringComparison.Ordinal)).ToList();
        var failures = files.SelectMany(file => new[] { "/// <summary>", "<para>Formula:", "<para>Domain:", "<para>Source:", "<para>Shapes:" }
            .Where(line => !File.ReadAllText(file).Contains(line, StringComparison.Ordinal))
            .Select(line => $"{Path.GetFileName(file)}: no {line}"));
        Assert.Empty(failures);
        Assert.Equal(Minima.Tensors.GeneratedLosses.Module.Entries.Count, files.Count);
    }

    private static void Hold(string key, Func<LossEntry, ReferenceCase, IEnumerable<string>> law)
    {
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == key);
        var rows = ReferenceCase.Of(key).ToArray();
        Assert.NotEmpty(rows);
        var problems = rows.SelectMany(row => law(entry, row)).ToArray();
        Assert.True(problems.Length == 0, string.Join('\n', problems));
    }
}
