using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Quadratic, then linear, then falling influence, then flat: a redescending loss in four pieces.</summary>
/// <remarks>
/// <para>Formula: 0.5 r^2 for |r| &lt;= a; a |r| - a^2/2 up to b; m - a (c - |r|)^2 / (2 (c - b)) up to c; m = a (b + c - a)/2 beyond; r = prediction - target.</para>
/// <para>Domain: prediction, target real; 0 &lt; a &lt; b &lt; c in the units of the target. Link: identity. Range: [0, m].</para>
/// <para>Shapes: any, elementwise. Reduction: mean.</para>
/// <para>Convention: 2, 4 and 8 robust standard deviations (statsmodels).</para>
/// <para>Numerics: one continuous derivative; no piece overflows where it holds.</para>
/// <para>Limits: b and c to infinity give huber.</para>
/// <para>Source: Hampel 1974, J. Am. Stat. Assoc. 69(346), 383-393, doi:10.1080/01621459.1974.10482962.</para>
/// </remarks>
/// <param name="A">Residual up to which the loss is quadratic.</param>
/// <param name="B">Residual up to which the pull stays constant; above a.</param>
/// <param name="C">Residual from which on nothing pulls; above b.</param>
[Loss("hampel", "Hampel three-part", "Hampel 三段损失",
    Family = LossFamily.Robust, Task = LossTask.Regression,
    FloatUlps = 2,
    Formula = "|r| <= a: 0.5 r^2;  <= b: a |r| - a^2/2;  <= c: m - a (c - |r|)^2 / (2 (c - b));  else m = a (b + c - a)/2")]
[English("Good residuals count as in least squares, doubtful ones with a bounded pull, hopeless ones not at all.",
    Use = "you want to set for yourself where least squares ends, where the pull begins to fade and where it reaches 0.",
    Avoid = "you have no robust start, or no reason to choose three thresholds: tukey_biweight has one.")]
[Chinese("正常残差按最小二乘计，可疑残差的拉力有上限，离谱的残差完全不计。",
    Use = "想自行规定最小二乘到哪里为止、拉力从哪里开始减弱、到哪里减为 0 时。",
    Avoid = "没有稳健的初值，或没有理由选定三个阈值时：tukey_biweight 只有一个。",
    Limits = "b 与 c 趋于无穷时为 huber。")]
public readonly record struct Hampel(
    [Positive, TargetUnits, Chinese("损失为二次的残差上限。")] double A,
    [Positive, TargetUnits, Chinese("拉力保持不变的残差上限；大于 a。")] double B,
    [Positive, TargetUnits, Chinese("残差超过此值后不再有拉力；大于 b。")] double C) : IPointLoss, IParameterRule
{
    public Hampel()
        : this(2, 4, 8)
    {
    }

    public string? BrokenRule => A < B && B < C
        ? null
        : FormattableString.Invariant($"a = {A}, b = {B}, c = {C}; it must be a < b < c. The loss rises to a, is linear to b, falls off to c.");

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T prediction, T target)
        where T : IReal<T>
    {
        var residual = T.Abs(prediction - target);
        var a = T.Of(A);
        var b = T.Of(B);
        var c = T.Of(C);
        var top = 0.5 * a * (b + c - a);
        var left = c - residual;
        var falling = top - 0.5 * a * (left * (left / (c - b)));
        var inner = T.IfLess(a, residual, a * (residual - 0.5 * a), 0.5 * residual * residual);
        return T.IfLess(c, residual, top, T.IfLess(b, residual, falling, inner));
    }
}
