using Minima.Tensors.Losses;

namespace Minima.Training.MultiTask;

/// <summary>Dynamic weight averaging: an epoch's weights follow from the mean losses of the two epochs before.</summary>
internal sealed class AveragingBalance(double temperature) : TaskBalance(KeyOf(typeof(DynamicWeightAveraging)))
{
    public override TaskAnswer Next(TaskStep step)
    {
        var tasks = step.Losses.Length;
        var (sums, count) = (Remembered("sums", tasks, 0), Remembered("count_and_epoch", 2, 0));
        var (last, before) = (Remembered("last", tasks, 1), Remembered("before", tasks, 1));
        if (count[1] != step.Epoch)
        {
            if (count[0] > 0)
            {
                // After one epoch there is no ratio yet, so the weights are equal.
                for (var t = 0; t < tasks; t++) (before[t], last[t]) = (step.Epoch > 2 ? last[t] : sums[t] / count[0], sums[t] / count[0]);
            }

            Array.Clear(sums);
            (count[0], count[1]) = (0, step.Epoch);
        }

        for (var t = 0; t < tasks; t++) sums[t] += step.Losses[t];
        count[0]++;
        return new(SmallTensors.Slopes(leaves => new DynamicWeightAveraging(temperature).Of(leaves[0], SmallTensors.Of(last), SmallTensors.Of(before)), step.Losses)[0]);
    }
}
