using Minima.Analysis;

namespace Minima.Tabular;

/// <summary>Lesson 10: the loss of a delivery that costs four times as much a day too late as a day too early, judged by its values and its best constants.</summary>
internal static class DeliveryExercise
{
    private const double Late = 4;
    private const double Early = 1;
    private const double Same = 1e-6;
    private const ulong Seed = 10;
    private const int Unseen = 25;

    public static ExerciseVerdict? Judge(string answer)
    {
        if (answer.Length == 0) return null;
        var loss = LossSpec.Parse(answer).Create();
        var known = LessonTable.Columns("pull.csv", "y")[1];
        var best = LossAnalysis.Of(loss).OptimalConstant(known);
        var (late, early) = (loss.Value([0.0], [1.0]), loss.Value([1.0], [0.0]));
        var proportion = late / early;
        if (!double.IsFinite(proportion))
        {
            return ExerciseVerdict.Of(
                false,
                $"One day too late costs {late:g6}, and one day too early {early:g6}. A cost is a number, above 0 for each day that is wrong.",
                $"晚一天的代价是 {late:g6}，早一天的代价是 {early:g6}。代价应为数，差的每一天都大于 0。");
        }

        var random = new RandomState(Seed);
        double[] unseen = [.. Enumerable.Range(0, Unseen).Select(_ => 10 * random.NextDouble())];
        var isLinear = Math.Abs(loss.Value([0.0], [3.0]) - (3 * late)) <= Same * Math.Abs(late) * 3;
        var elsewhere = LossAnalysis.Of(loss).OptimalConstant(unseen).Value;
        var expected = LossAnalysis.Of(LessonLoss.Of("pinball", "quantile", Late / (Late + Early))).OptimalConstant(unseen).Value;
        return ExerciseVerdict.Of(
            Math.Abs(proportion - (Late / Early)) <= Same && isLinear && Math.Abs(elsewhere - expected) <= Same,
            $"One day too late costs {proportion:g6} times as much as one day too early. The best promise for the table is {best.Value:g6}, for {Unseen} deliveries that you have not seen {elsewhere:0.0000}; their 0.8 quantile is {expected:0.0000}.",
            $"晚一天的代价是早一天的 {proportion:g6} 倍。对这张表最好的承诺是 {best.Value:g6}，对未见过的 {Unseen} 次送货是 {elsewhere:0.0000}；后者的 0.8 分位数为 {expected:0.0000}。");
    }
}
