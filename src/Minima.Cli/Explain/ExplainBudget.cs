namespace Minima.Cli.Explain;

/// <summary>
/// Limits the numerical search for the properties of a loss, which would take minutes for a formula of thousands of characters. Each part may take a fixed number of
/// operations, the same on every machine. Minima omits a part that would take more, and names it.
/// </summary>
internal sealed class ExplainBudget
{
    /// <summary>Some seconds; no loss of the catalogue takes a tenth of it.</summary>
    private const long Operations = 300_000_000;

    private readonly List<Localized> _cut = [];

    /// <summary>The omitted parts.</summary>
    public IReadOnlyList<Localized> Cut => _cut;

    /// <summary>The complete part, or nothing.</summary>
    public IReadOnlyList<T> Part<T>(Localized name, Func<IEnumerable<T>> work)
    {
        using var budget = WorkBudget.BeginSteps(Operations);
        try
        {
            return [.. work()];
        }
        catch (WorkLimitException)
        {
            _cut.Add(name);
            return [];
        }
    }

    /// <summary>One sentence that names the omitted parts; empty if there are none.</summary>
    public Localized Sentence() => _cut.Count == 0
        ? Localized.Nothing
        : new(
            $"Not worked out, because the formula is so long: {string.Join(", ", _cut.Select(part => part.English))}. A shorter formula, or the same loss as a C# struct, is analysed as a whole.",
            $"公式过长，以下内容未推导：{string.Join("、", _cut.Select(part => part.Chinese))}。较短的公式，或写成 C# 结构体的同一损失，可得到完整分析。");
}
