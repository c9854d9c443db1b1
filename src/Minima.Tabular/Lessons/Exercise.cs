namespace Minima.Tabular;

/// <summary>The exercise of a lesson: an answer is text, and the numbers that the library computes from it decide.</summary>
public sealed class Exercise
{
    /// <summary>The longest answer; a formula of the lessons has a tenth of that.</summary>
    private const int LongestAnswer = 1000;

    private readonly Func<string, ExerciseVerdict?> _judge;

    private Exercise(int lesson, string form, string chineseForm, Func<string, ExerciseVerdict?> judge)
    {
        (Lesson, Form, _judge) = (lesson, new(form, chineseForm), judge);
    }

    /// <summary>The exercises in the order of the lessons.</summary>
    public static IReadOnlyList<Exercise> All { get; } =
    [
        new(1, "a number, as 2", "一个数，如 2", ConstantExercise.Judge),
        new(2, "the number delta, as 2", "数 delta，如 2", DeltaExercise.Judge),
        new(3, "three probabilities, as 0.7 0.5 0.7", "三个概率，如 0.7 0.5 0.7", ProbabilityExercise.Judge),
        new(4, "a loss and the first bias, as (sigmoid(p)-t)^2 8", "损失与初始偏置，如 (sigmoid(p)-t)^2 8", StartExercise.Judge),
        new(5, "three losses, as mse mse mse", "三个损失，如 mse mse mse", RepairExercise.Judge),
        new(6, "a logit and a weight, as 1 2", "一个 logit 与一个权重，如 1 2", ImbalanceExercise.Judge),
        new(7, "numbers of rows, as 1 2", "样本的编号，如 1 2", MarginExercise.Judge),
        new(8, "two distributions over the same values, as 0.5 0.5 / 0.4 0.6", "同一组取值上的两个分布，如 0.5 0.5 / 0.4 0.6", DivergenceExercise.Judge),
        new(9, "two weights, as 1 1", "两个权重，如 1 1", WeightExercise.Judge),
        new(10, "a loss by name or as a formula of p and t, as (p-t)^2; or the causes of the logs A, B and C, as overfitting overfitting overfitting", "损失的名称，或 p 与 t 的公式，如 (p-t)^2；或日志 A、B、C 的原因，如 overfitting overfitting overfitting", answer => CausesExercise.Judge(answer) ?? DeliveryExercise.Judge(answer)),
    ];

    /// <summary>The number of the lesson, from 1.</summary>
    public int Lesson { get; }

    /// <summary>The form of an answer, with an example.</summary>
    public Localized Form { get; }

    /// <summary>The exercise of a lesson.</summary>
    /// <param name="lesson">1 to 10.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such lesson.</exception>
    public static Exercise Of(int lesson) => lesson >= 1 && lesson <= All.Count ? All[lesson - 1] : throw new ArgumentOutOfRangeException(nameof(lesson), lesson, null);

    /// <summary>Judges an answer. An answer that cannot be read is wrong, and the reason shows the form of an answer.</summary>
    /// <param name="answer">The answer, in the form of <see cref="Form"/>.</param>
    public ExerciseVerdict Judge(string answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        if (answer.Length > LongestAnswer) return new(false, new($"This answer has {answer.Length} characters. Give {Form.English}.", $"这个答案有 {answer.Length} 个字符。请给出{Form.Chinese}。"));
        try
        {
            return _judge(answer.Trim()) ?? new(false, new($"This answer cannot be read. Give {Form.English}.", $"无法读懂这个答案。请给出{Form.Chinese}。"));
        }
        catch (LossException refusal)
        {
            return Refused(refusal);
        }
        catch (TrainingException refusal)
        {
            return Refused(refusal);
        }
    }

    private static ExerciseVerdict Refused(Exception refusal) => new(false, new(refusal.Message, LibraryMessages.All.Translate(refusal.Message)));
}
