using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Predicted probability times signed distance to the true boundary: every pixel counts by how far off it is.</summary>
/// <remarks>
/// <para>Formula: p d, with p = prediction and d = distance_map, negative inside the target and positive outside.</para>
/// <para>Domain: prediction in [0, 1]; distances real. Range: all reals; the best value is the sum of the negative distances.</para>
/// <para>Shapes: any, elementwise. Only the prediction is differentiated. Reduction: mean.</para>
/// <para>Convention: the map is computed beforehand as in the authors' code, edt(1 - t)(1 - t) - (edt(t) - 1) t.</para>
/// <para>Source: Kervadec et al. 2019, MIDL, arXiv:1812.07032.</para>
/// </remarks>
[Loss("boundary", "Boundary (surface) loss", "边界损失",
    Family = LossFamily.Segmentation, LowerBound = double.NegativeInfinity,
    FloatUlps = 1,
    Formula = "p d;  d = distance_map",
    Aliases = ["BoundaryLoss", "surface_loss", "SurfaceLoss"])]
[English("Charges a pixel by how far it lies from the true boundary.",
    Use = "regions are small against the image and their outline matters: add it to an overlap loss, with growing weight.",
    Avoid = "you would use it alone from the start: a prediction of 0 everywhere is a flat place (dice).")]
[Chinese("按像素到真实边界的距离计损失。",
    Use = "目标区域相对图像很小且轮廓重要时：与重叠类损失相加，并逐步增大权重。",
    Avoid = "从一开始就单独使用：处处预测为 0 是一块平坦区，难以走出（用 dice）。")]
public readonly record struct Boundary : IPointLoss
{
    [MethodImpl(AggressiveInlining)]
    public T Of<T>([Unit] T prediction, T distanceMap)
        where T : IReal<T> => T.ZeroTimes(prediction, distanceMap);
}
