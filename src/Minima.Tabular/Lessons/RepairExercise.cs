namespace Minima.Tabular;

/// <summary>Lesson 5: for three outputs, probabilities of three classes, a probability and a logit, the loss that reads each.</summary>
internal static class RepairExercise
{
    private const double Sure = 1e-6;
    private const double Logit = 800;
    private const double MostIfRight = 0.01;
    private const double LeastIfWrong = 5;
    private const int Classes = 3;
    private const int ManyClasses = 10;

    public static ExerciseVerdict? Judge(string answer)
    {
        if (AnswerText.Words(answer) is not [_, _, _] texts) return null;
        Localized[] outputs = [new("probabilities of three classes", "三类的概率"), new("a probability", "一个概率"), new("a logit of 800", "logit 800")];
        var losses = texts.Select(text => LossSpec.Parse(text).Create()).ToArray();
        (double Right, double Wrong)[] values = [OfClasses(losses[0]), OfNumber(losses[1], 1 - Sure), OfNumber(losses[2], Logit)];
        var parts = values.Select((value, i) => ExerciseVerdict.Of(
            Math.Abs(value.Right) <= MostIfRight && value.Wrong >= LeastIfWrong && double.IsFinite(value.Wrong),
            $"{outputs[i].English}, {texts[i]}: {value.Right:0.####} if it is right and sure, {value.Wrong:0.####} if it is wrong and sure",
            $"{outputs[i].Chinese}，{texts[i]}：自信且对时 {value.Right:0.####}，自信且错时 {value.Wrong:0.####}")).ToArray();
        var isRight = parts.All(part => part.IsRight);
        var (three, ten) = (Floor(Classes), Floor(ManyClasses));
        var wish = isRight
            ? ExerciseVerdict.Of(true, $" cross_entropy, which expects logits, never falls below {three:0.0000} on probabilities of three classes, and below {ten:0.0000} on those of ten.", $"cross_entropy 要求 logits；输入三类概率时它不会低于 {three:0.0000}，输入十类概率时不会低于 {ten:0.0000}。").Reason
            : new(" A loss that fits is 0 to the second digit if the model is right, and large but finite if it is wrong.", "与输出相配的损失，模型对时前两位小数为 0，模型错时很大但有限。");
        return new(isRight, Localized.Join("; ", "；", [.. parts.Select(part => part.Reason)]) + new Localized(".", "。") + wish);
    }

    private static (double Right, double Wrong) OfClasses(Loss loss)
    {
        double[] prediction = [1 - (2 * Sure), Sure, Sure];
        return loss.Entry.Inputs.Count > 1 && loss.Entry.Inputs[1].Kind is InputKind.Label or InputKind.LabelOrRow
            ? (loss.Value(prediction, [0], Classes), loss.Value(prediction, [1], Classes))
            : (loss.Value(prediction, [1.0, 0, 0], Classes), loss.Value(prediction, [0.0, 1, 0], Classes));
    }

    /// <summary>Cross-entropy of logits, if it is fed the probabilities of a model that is right and certain.</summary>
    private static double Floor(int classes) => LessonLoss.Of("cross_entropy").Value([1.0, .. new double[classes - 1]], [0], classes);

    private static (double Right, double Wrong) OfNumber(Loss loss, double prediction) => (loss.Value([prediction], [1.0]), loss.Value([prediction], [0.0]));
}
