using Minima.Analysis;
using Minima.Tensors;

namespace Minima.Pages;

/// <summary>The pictures of a loss besides the curves over one number, chosen by its shape, never by its name.</summary>
internal static class ShapePictures
{
    public static IReadOnlyList<LossPicture> Of(Loss loss) => loss switch
    {
        { Entry.Inputs: [{ Kind: InputKind.Box }, ..] } => BoxPictures.Of(loss),
        { Entry.Sums: not null } => SumPictures.Of(loss),
        TensorLoss tensors => TensorPictures.Of(tensors),
        _ when RowAnalysis.CanAnalyse(loss) => RowPictures.Of(loss),
        _ when LossAnalysis.CanAnalyse(loss) => PointPictures.Of(loss),
        _ => [],
    };
}
