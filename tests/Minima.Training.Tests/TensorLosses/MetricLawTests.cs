namespace Minima.Training.Tests.TensorLosses;

/// <summary>Every loss on embeddings against every law of embeddings; where a law is not claimed, a case must show why.</summary>
public sealed class MetricLawTests
{
    public static TheoryData<string> Keys => [.. Minima.Tensors.GeneratedLosses.Module.Entries.Where(entry => entry.Family == LossFamily.Metric).Select(entry => entry.Key)];

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_rotation_changes_nothing(string key) => HoldsUnless(MetricLaws.Oriented, key, MetricLaws.Rotation);

    [Theory]
    [MemberData(nameof(Keys))]
    public void Lengths_of_rows_change_nothing(string key) => HoldsUnless(MetricLaws.Measured, key, MetricLaws.Lengths);

    [Theory]
    [MemberData(nameof(Keys))]
    public void A_permutation_permutes_the_terms(string key) => HoldsUnless([], key, MetricLaws.Permutation);

    [Theory]
    [MemberData(nameof(Keys))]
    public void An_empty_batch_is_zero(string key) => HoldsUnless(new(StringComparer.Ordinal) { ["island_loss"] = "the centres are still there" }, key, MetricLaws.Empty);

    [Fact]
    public void Exceptions_are_losses() =>
        Assert.Empty(MetricLaws.Oriented.Keys.Concat(MetricLaws.Measured.Keys).Except(Minima.Tensors.GeneratedLosses.Module.Entries.Select(entry => entry.Key), StringComparer.Ordinal));

    private static void HoldsUnless(Dictionary<string, string> exceptions, string key, Func<LossEntry, ReferenceCase, IEnumerable<string>> law)
    {
        var entry = Minima.Tensors.GeneratedLosses.Module.Entries.First(e => e.Key == key);
        var problems = ReferenceCase.Of(key).SelectMany(row => law(entry, row)).ToArray();
        if (exceptions.TryGetValue(key, out var why)) Assert.True(problems.Length > 0, $"{key} is an exception ({why}), yet no case breaks the law.");
        else Assert.True(problems.Length == 0, string.Join('\n', problems));
    }
}
