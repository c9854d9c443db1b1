using Minima.Training.Data;

namespace Minima.Training.Diagnosis.Checks;

/// <summary>Checks that gradients of the first and the last layer are of similar size.</summary>
internal sealed class LayerGradientsCheck : IDiagnosisCheck
{
    /// <summary>
    /// The largest ratio, in either direction, of the root mean square gradients of the first and the last weights that passes. Sound initialisation keeps it
    /// within about a hundred at any depth (Glorot, Bengio 2010); beyond a thousand no single learning rate suits both.
    /// </summary>
    public const double MostRatio = 1e3;

    public Localized Name => new("gradients by layer", "各层梯度");

    public IReadOnlyList<DiagnosisEntry> ExplainedBy { get; } = [.. Causes.NoFlow, .. Causes.NothingToLearn, Diagnoses.FeatureScale];

    public CheckOutcome Run(Examination examination)
    {
        var weights = examination.First.Gradients.Where(gradient => gradient is { Rank: >= 2, Size: > 0 }).ToArray();
        if (weights.Length < 2) return CheckOutcome.Skipped("there are fewer than two layers of weights.", "带权重的层不足两层。");
        var (first, last) = (weights[0], weights[^1]);
        var ratio = first.Size / last.Size;
        var english = $"the root mean square gradient is {NumberText.Short(first.Size)} at {first.Name} and {NumberText.Short(last.Size)} at {last.Name}: a ratio of {NumberText.Short(ratio)} (from {NumberText.Short(1 / MostRatio)} to {NumberText.Short(MostRatio)} passes). By layer: {string.Join(", ", weights.Select(weight => NumberText.Short(weight.Size)))}.";
        var chinese = $"{first.Name} 处梯度的均方根为 {NumberText.Short(first.Size)}，{last.Name} 处为 {NumberText.Short(last.Size)}：比值 {NumberText.Short(ratio)}（{NumberText.Short(1 / MostRatio)} 到 {NumberText.Short(MostRatio)} 视为正常）。逐层：{string.Join("、", weights.Select(weight => NumberText.Short(weight.Size)))}。";
        return ratio < 1 / MostRatio ? CheckOutcome.Found(Diagnoses.VanishingGradient, english, chinese)
            : ratio > MostRatio ? CheckOutcome.Found(Diagnoses.ExplodingGradient, english, chinese)
            : CheckOutcome.Healthy(english, chinese);
    }
}
