namespace Minima.Docs;

/// <summary>Which scenes show a loss: by its family and by what its inputs are, never by its name.</summary>
internal static class SceneCatalogue
{
    /// <summary>At most two scenes; none if the loss is drawn over one number of its own.</summary>
    public static IReadOnlyList<Scene> Of(LossEntry entry)
    {
        var inputs = string.Join(' ', entry.Inputs.Where(input => !input.IsOptional).Select(input => input.Name));
        return (entry.Family, entry.Inputs[0].Kind) switch
        {
            (_, InputKind.Box) => BoxScenes.Of(),
            (LossFamily.Segmentation, _) => MaskScenes.Of(entry),
            (LossFamily.Regression, _) => SeriesScenes.Of(entry),
            (LossFamily.Adversarial, _) => AdversarialScenes.Of(entry, inputs),
            (LossFamily.Binary or LossFamily.MultiLabel, _) => BinaryScenes.Of(entry, inputs),
            (LossFamily.Causal, _) => CausalScenes.Of(inputs),
            (LossFamily.Divergence, _) => DivergenceScenes.Of(entry, inputs),
            (LossFamily.Generative or LossFamily.Quantile, _) => GenerativeScenes.Of(entry, inputs),
            (LossFamily.Image, _) => ImageScenes.Of(entry, inputs),
            (LossFamily.LanguageModel or LossFamily.MultiClass or LossFamily.Detection, _) => ClassScenes.Of(entry, inputs),
            (LossFamily.Metric, _) => MetricScenes.Of(entry, inputs),
            (LossFamily.MultiTask, _) => TaskScenes.Of(inputs),
            (LossFamily.Quantization, _) => NumberScenes.Of(inputs),
            (LossFamily.Ranking, _) => RankingScenes.Of(entry, inputs),
            (LossFamily.Regularization, _) => WeightScenes.Of(entry, inputs),
            (LossFamily.Sequence, _) => SequenceScenes.Of(entry, inputs),
            (LossFamily.Survival, _) => SurvivalScenes.Of(inputs),
            (LossFamily.Weighting, _) => WeightingScenes.Of(entry, inputs),
            _ => [],
        };
    }
}
