using System.Runtime.CompilerServices;
using Minima.Reals;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Minima.Losses;

/// <summary>Logistic loss on the lead of an item that was chosen over one that was not.</summary>
/// <remarks>
/// <para>Formula: softplus(negative - positive) = -log sigmoid(positive - negative).</para>
/// <para>Domain: both scores real. Range: [0, inf).</para>
/// <para>Shapes: any, elementwise, two inputs of one shape, one element for each pair; both are differentiated. Reduction: mean.</para>
/// <para>Convention: no epsilon in the logarithm (RecBole has 1e-10).</para>
/// <para>Limits: reward_bt with margin 0; a smooth margin_ranking.</para>
/// <para>Source: Rendle et al. 2009, UAI, arXiv:1205.2618.</para>
/// </remarks>
[Loss("bpr", "BPR", "贝叶斯个性化排序",
    Family = LossFamily.Ranking,
    FloatUlps = 4,
    Formula = "softplus(negative - positive)",
    Aliases = ["BPRLoss", "bayesian_personalized_ranking"],
    SearchWords = ["recommender", "推荐系统", "implicit feedback", "隐式反馈"])]
[English("Ranks what a person chose above what was drawn at random.",
    Use = "only clicks or purchases are known, and what was not chosen is sampled.",
    Avoid = "relevance is graded (listnet, lambdarank), or only the top of the list matters (warp).")]
[Chinese("把用户选择的项排在随机抽取的项之前。",
    Use = "只有点击或购买记录，未选的项靠采样得到时。",
    Avoid = "相关性有等级时（用 listnet、lambdarank），或只看重列表顶部时（用 warp）。",
    Limits = "即 margin 取 0 的 reward_bt；是平滑的 margin_ranking。")]
public readonly record struct BayesianPersonalizedRanking : IPointLoss
{
    static InputSet IPointLoss.Differentiated => InputSet.First | InputSet.Second;

    [MethodImpl(AggressiveInlining)]
    public T Of<T>(T positive, T negative)
        where T : IReal<T> => T.Softplus(negative - positive);
}
