using Minima.Analysis;
using Minima.Writers;

namespace Minima.Docs;

/// <summary>Formula and gradient of a loss over rows, as the writers write them: over the probability of a class, or over three classes.</summary>
internal sealed class RowMathematics(RowExpression expression, Tongue tongue, bool takesLabels, string at)
{
    private const int LongestShown = 2000;

    public void Write(Action<string> line, Action<string> display)
    {
        if (expression.IsDisplayedOfProbability)
        {
            OfProbability(line, display);
        }
        else
        {
            OfThreeClasses(line, display);
        }
    }

    private void OfProbability(Action<string> line, Action<string> display)
    {
        line(takesLabels
            ? tongue.Say($"Derived from the code{at}, over the probability p that softmax(x) gives to the label:", $"由代码导出{at}，p 为 softmax(x) 赋予标签的概率：")
            : tongue.Say($"Derived from the code{at}, the share of a class with target 1, over the probability p that softmax(x) gives to it:", $"由代码导出{at}，目标为 1 的类别的一项，p 为 softmax(x) 赋予该类别的概率："));
        display(expression.Write(FormulaLanguage.Latex));
        line(tongue.Say("Its derivative with respect to log p:", "对 log p 的导数："));
        display(expression.WriteDerivative(FormulaLanguage.Latex));
        line(takesLabels
            ? tongue.Say("The gradient with respect to x_k is that derivative times (1[k = y] - p_k).", "对 x_k 的梯度为该导数乘以 (1[k = y] - p_k)。")
            : tongue.Say("The gradient with respect to x_k is c_k - p_k sum_j c_j, with c_k the derivative at p_k times t_k.", "对 x_k 的梯度为 c_k - p_k sum_j c_j，其中 c_k 为 p_k 处的导数乘以 t_k。"));
    }

    private void OfThreeClasses(Action<string> line, Action<string> display)
    {
        // A projection onto the simplex written out is no help to a reader; the formula above stands.
        if (expression.Write(FormulaLanguage.Latex).Length > LongestShown || expression.WriteDerivative(FormulaLanguage.Latex, 0).Length > LongestShown)
        {
            return;
        }

        line(takesLabels
            ? tongue.Say($"Derived from the code{at}, for three classes of which the first is the label:", $"由代码导出{at}，三个类别、第一个为标签的情形：")
            : tongue.Say($"Derived from the code{at}, for three classes:", $"由代码导出{at}，三个类别的情形："));
        display(expression.Write(FormulaLanguage.Latex));
        line(tongue.Say("Its derivative with respect to x_1:", "对 x_1 的导数："));
        display(expression.WriteDerivative(FormulaLanguage.Latex, 0));
        if (takesLabels)
        {
            line(tongue.Say("With respect to x_2, a class that is not the label:", "对 x_2（非标签类别）的导数："));
            display(expression.WriteDerivative(FormulaLanguage.Latex, 1));
        }
    }
}
