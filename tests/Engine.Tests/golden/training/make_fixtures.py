"""AdamW of PyTorch on two parameters with given gradients; prints adamw.json. Run with python3 and torch (made with 1.13, CPU, one thread)."""

import json

import torch

torch.set_num_threads(1)
START = [[0.5, -1.25, 2.0, 0.0], [3.0, -0.125]]
GRADIENTS = [
    [[0.1, -0.2, 0.3, 0.0], [1.0, -2.0]],
    [[-0.4, 0.25, 1e-4, 5.0], None],
    [[0.05, 0.05, -3.0, -5.0], [0.5, 0.5]],
    [[2.0, -1e-6, 0.7, 0.125], [-1.0, 0.25]],
    [[0.3, 0.2, 0.1, 0.0], [0.0, 8.0]],
]


def trained(lr, betas, weight_decay):
    parameters = [torch.tensor(values, requires_grad=True) for values in START]
    optimizer = torch.optim.AdamW(parameters, lr=lr, betas=betas, eps=1e-8, weight_decay=weight_decay)
    for step, gradients in enumerate(GRADIENTS):
        for group in optimizer.param_groups:
            group["lr"] = lr * (step + 1)
        for parameter, gradient in zip(parameters, gradients):
            parameter.grad = None if gradient is None else torch.tensor(gradient)
        optimizer.step()
    return [parameter.tolist() for parameter in parameters]


cases = [
    {"lr": lr, "beta1": b1, "beta2": b2, "weightDecay": wd, "end": trained(lr, (b1, b2), wd)}
    for lr, b1, b2, wd in [(1e-3, 0.9, 0.999, 5e-4), (0.1, 0.8, 0.95, 0.3), (0.01, 0.9, 0.999, 0.0)]
]
print(json.dumps({"start": START, "gradients": GRADIENTS, "cases": cases}, indent=1))
