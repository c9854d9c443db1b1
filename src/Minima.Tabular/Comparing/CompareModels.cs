namespace Minima.Tabular;

/// <summary>What a comparison trains with each loss.</summary>
internal enum CompareModel
{
    /// <summary>A linear model at the optimum of the loss.</summary>
    Linear,

    /// <summary>A small network.</summary>
    Network,
}

/// <summary>The words of --model.</summary>
internal static class CompareModels
{
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<CompareModel>().Select(Word)];

    public static string Word(CompareModel model) => model == CompareModel.Network ? "mlp" : "linear";

    /// <summary>The model of a word, or null.</summary>
    public static CompareModel? Find(string word) => Enum.GetValues<CompareModel>().Cast<CompareModel?>().FirstOrDefault(model => string.Equals(Word(model!.Value), word, StringComparison.OrdinalIgnoreCase));
}
